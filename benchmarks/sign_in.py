"""A whole sign-in (throttle, password check, session) against the bare Argon2 check in it."""

from benchmarks.ground import site
from benchmarks.ground.measure import in_turn, report

STAFF_NUMBER = "20137"


def main() -> None:
    site.set_up()
    from django.contrib.auth.hashers import check_password
    from django.test import Client

    from lms.demo.company import DEMO_PASSWORD
    from lms.people.models import Employee

    stored = Employee.objects.get(staff_number=STAFF_NUMBER).password

    def sign_in(password: str, status: int) -> None:
        response = Client().post(
            "/sign-in/",
            {"staff_number": STAFF_NUMBER, "password": password},
            headers={"host": "127.0.0.1"},
        )
        if response.status_code != status:
            raise SystemExit(f"sign-in answered {response.status_code}")

    def floor() -> bool:
        return check_password(DEMO_PASSWORD, stored)

    results = [
        in_turn("right password", lambda: sign_in(DEMO_PASSWORD, 302), floor, rounds=20, each=2)
    ]
    report("sign-in", results)


if __name__ == "__main__":
    main()
