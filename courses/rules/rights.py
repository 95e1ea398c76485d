"""What each role may do with courseware and with pictures and documents, in Wagtail's terms.

Keys are values of `lms.people.enums.Role`. To publish pages means here to withdraw them and to put
them in order; what may go on line without a review is asked of `models.page_rights`. Wagtail asks
for the rights of its own image model, whatever model holds the pictures.
"""

PAGE_RIGHTS = {
    "trainer": ("add_page", "change_page"),
    "reviewer": ("publish_page",),
    "administrator": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
FILE_RIGHTS = {
    "trainer": (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
        "add_media",
        "change_media",
    ),
    "administrator": (
        "add_image",
        "change_image",
        "delete_image",
        "choose_image",
        "add_document",
        "change_document",
        "delete_document",
        "choose_document",
        "add_media",
        "change_media",
        "delete_media",
    ),
}
