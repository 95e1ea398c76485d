"""What the gates say, sentence by sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conduct_records.rules.cases.gates.verdicts import Gate, Why

GATES: dict[Gate, str | Promise] = {
    Gate.ORDER: gettext_lazy("Order of steps"),
    Gate.RULE_KNOWN: gettext_lazy("The rule was known"),
    Gate.SEPARATE_ROLES: gettext_lazy("Separate persons"),
    Gate.HEARD_FIRST: gettext_lazy("Heard first"),
    Gate.ONE_SANCTION: gettext_lazy("One sanction"),
    Gate.LADDER: gettext_lazy("Range and ladder"),
    Gate.DEDUCTION: gettext_lazy("Deduction"),
    Gate.DISMISSAL: gettext_lazy("Dismissal"),
    Gate.CLOCK: gettext_lazy("Time limits"),
    Gate.LIKE_CASES: gettext_lazy("Like cases"),
    Gate.EVIDENCE: gettext_lazy("Proof"),
}

STANDS_TOO_NEAR = (
    gettext_lazy(
        "Whoever has to do with the matter otherwise does not act in the case; in which way is not "
        "said."
    ),
    gettext_lazy("Appoint somebody else."),
)

# What it says, and for what is shut, what would lift it.
WORDS: dict[Why, tuple[str | Promise, str | Promise]] = {
    Why.NOT_NOW: (
        gettext_lazy("The case is “%(state)s”; this step has its place in: %(needed)s."),
        gettext_lazy("Take the steps before it first."),
    ),
    Why.WRONG_KIND: (
        gettext_lazy("This is not a step for what was reported."),
        gettext_lazy("Commend what was done well; look into what went wrong, or talk about it."),
    ),
    Why.IN_FUTURE: (
        gettext_lazy("A step cannot lie in the future."),
        gettext_lazy("Give the time at which it took place."),
    ),
    Why.BEFORE_LAST_STEP: (
        gettext_lazy("The step before it took place on %(last)s; this one cannot be earlier."),
        gettext_lazy("Give a later time."),
    ),
    Why.NOTHING_TO_SERVE: (
        gettext_lazy("No decision on an appeal waits to be served."),
        gettext_lazy("Look at the case as it stands now."),
    ),
    Why.NO_VERSION: (
        gettext_lazy("No codebook was in force on the day it happened."),
        gettext_lazy("Charge a rule of the version in force then."),
    ),
    Why.NOT_BOUND: (
        gettext_lazy("Rule %(rule)s of version %(version)s did not bind the person’s post."),
        gettext_lazy("Charge a rule that did."),
    ),
    Why.NOT_ACKNOWLEDGED: (
        gettext_lazy(
            "The person had not signed rule %(rule)s of version %(version)s before it happened."
        ),
        gettext_lazy(
            "Nothing but an override by the HR director, for theft, violence or bribery; "
            "otherwise talk, and have the codebook signed."
        ),
    ),
    Why.ACKNOWLEDGED: (
        gettext_lazy("Version %(version)s was in force, and rule %(rule)s signed on %(at)s."),
        "",
    ),
    Why.OVERRIDDEN: (
        gettext_lazy("The HR director let rule %(rule)s through: %(act)s."),
        "",
    ),
    Why.NOT_GRAVE: (
        gettext_lazy("Rule %(rule)s is neither a red line nor a ban."),
        gettext_lazy("Only a charge of theft, violence or bribery can be let through."),
    ),
    Why.NO_REASON: (
        gettext_lazy("An override needs its reason in writing."),
        gettext_lazy("Write it down."),
    ),
    Why.NOTHING_CHARGED: (
        gettext_lazy("Nothing is charged yet."),
        gettext_lazy("The investigator charges a rule first, or HR closes the case."),
    ),
    Why.ALREADY_CHARGED: (
        gettext_lazy("Rule %(rule)s is charged already."),
        gettext_lazy("Drop that charge first, if it has to be worded otherwise."),
    ),
    Why.NOT_CHARGED: (
        gettext_lazy("Rule %(rule)s is not charged."),
        gettext_lazy("Look at the charges as they stand now."),
    ),
    Why.NOT_YOUR_OFFICE: (
        gettext_lazy("This step is for: %(offices)s."),
        gettext_lazy("Leave it to them, or have HR appoint somebody."),
    ),
    Why.OWN_CASE: (
        gettext_lazy("Nobody acts on their own case."),
        gettext_lazy("Leave it to somebody else."),
    ),
    Why.SUPERIORS_CASE: (
        gettext_lazy("Nobody acts on a case about somebody they work under."),
        gettext_lazy("Leave it to somebody outside that unit."),
    ),
    # The same for all three: who is kept out must not be told as the one who reported it.
    Why.IS_CONCERNED: STANDS_TOO_NEAR,
    Why.INTEREST: STANDS_TOO_NEAR,
    Why.IS_REPORTER: STANDS_TOO_NEAR,
    Why.HOLDS_SEAT: (
        gettext_lazy("This person is or was: %(seat)s. Each seat needs a person of its own."),
        gettext_lazy("Appoint somebody else."),
    ),
    Why.TOOK_PART: (
        gettext_lazy("This person took part in the case before."),
        gettext_lazy("The appeal goes to somebody who did not."),
    ),
    Why.LACKS_RIGHT: (
        gettext_lazy("This person’s roles do not reach so far: %(seat)s."),
        gettext_lazy("Appoint somebody with the right role in this unit."),
    ),
    Why.NOT_SERVED: (
        gettext_lazy("The notice of allegation has not been served."),
        gettext_lazy("Serve it: signed, refused before two witnesses, by courier or by e-mail."),
    ),
    Why.NOT_HEARD: (
        gettext_lazy("The person has not been heard yet."),
        gettext_lazy("Record the statement; or the time given runs out on %(answer_by)s."),
    ),
    Why.SERVED: (gettext_lazy("The notice was served on %(at)s."), ""),
    Why.HEARD: (gettext_lazy("The person was heard on %(at)s."), ""),
    Why.LAPSED: (gettext_lazy("The time to answer ran out on %(at)s."), ""),
    Why.NOT_LAPSED: (
        gettext_lazy("The person may answer until %(answer_by)s."),
        gettext_lazy("Wait for the answer, or for that time."),
    ),
    Why.TIME_SHORTENED: (
        gettext_lazy("The time to answer would end before %(answer_by)s."),
        gettext_lazy("Give a later time: no earlier than given before, nor before the hearing."),
    ),
    Why.TOO_FEW_DAYS: (
        gettext_lazy("The regional rules give %(days)s days to answer."),
        gettext_lazy("Give no fewer."),
    ),
    Why.FINDING_MISSING: (
        gettext_lazy("Each charge needs its finding with reasons, and the decision its own."),
        gettext_lazy("Add what is missing: %(rules)s"),
    ),
    Why.SANCTIONED: (
        gettext_lazy("The same incident is sanctioned already: %(cases)s."),
        gettext_lazy("One sanction stands for an incident and person; close this case."),
    ),
    Why.NOTHING_IMPOSED: (
        gettext_lazy("Something is proven, and no sanction is chosen."),
        gettext_lazy("Choose one."),
    ),
    Why.NOTHING_PROVEN: (
        gettext_lazy("Nothing is proven, and a sanction is chosen."),
        gettext_lazy("Take the sanction out."),
    ),
    Why.ONE_ONLY: (gettext_lazy("No other sanction stands for this incident."), ""),
    Why.OUT_OF_RANGE: (
        gettext_lazy("The rules allow from %(from)s to %(to)s; the ladder has come to %(step)s."),
        gettext_lazy("Choose a sanction between these."),
    ),
    Why.IN_RANGE: (
        gettext_lazy("Within the range: from %(from)s to %(to)s; the ladder is at %(step)s."),
        "",
    ),
    Why.NO_BASIS: (
        gettext_lazy("A deduction needs its basis: the published scheme or the clause."),
        gettext_lazy("Name it."),
    ),
    Why.NO_AMOUNT: (
        gettext_lazy("The amount is missing."),
        gettext_lazy("Give it in yuan and fen."),
    ),
    Why.NO_WAGE: (
        gettext_lazy("The month’s wage is missing."),
        gettext_lazy("Give it as payroll has it."),
    ),
    Why.NO_MINIMUM_WAGE: (
        gettext_lazy("No minimum wage is known for this place."),
        gettext_lazy("Enter it in the regional rules."),
    ),
    Why.OTHER_LIMITS: (
        gettext_lazy("The limits are others by now: %(minimum)s, %(percent)s %%, %(elsewhere)s."),
        gettext_lazy("Open the form anew."),
    ),
    Why.NO_BONUS: (
        gettext_lazy("That month’s bonus is missing."),
        gettext_lazy("Give it as the scheme has it; no more than it can be kept back."),
    ),
    Why.NO_LOSS: (
        gettext_lazy("The proven loss is missing."),
        gettext_lazy("Give the loss that the evidence proves."),
    ),
    Why.ABOVE_LOSS: (
        gettext_lazy("More than the proven loss of %(loss)s."),
        gettext_lazy("Keep back no more than that."),
    ),
    Why.BAD_MONTH: (
        gettext_lazy("The month is missing, or none of those from %(first)s to %(latest)s."),
        gettext_lazy("Write it as 2026-11; one part a month."),
    ),
    Why.ABOVE_CEILING: (
        gettext_lazy("More than that month bears: %(most)s."),
        gettext_lazy(
            "At most %(percent)s %% of the wage, with the %(elsewhere)s that other cases keep "
            "back; and the minimum wage of %(minimum)s remains."
        ),
    ),
    Why.NOTHING_LEFT: (
        gettext_lazy("No more than %(left)s is left."),
        gettext_lazy("Give that, or less."),
    ),
    Why.WITHIN_CEILING: (
        gettext_lazy("The month bears %(taken)s of at most %(most)s; %(rest)s is %(rest_is)s."),
        "",
    ),
    Why.NO_GROUND: (
        gettext_lazy("Neither a red line that reaches so far nor a completed ladder."),
        gettext_lazy("Choose a milder sanction."),
    ),
    Why.UNION_NOT_NOTIFIED: (
        gettext_lazy("The trade union has not been notified."),
        gettext_lazy("Notify it in writing, and record that."),
    ),
    Why.UNION_NOT_REPLIED: (
        gettext_lazy("The trade union has not replied."),
        gettext_lazy("Record its reply."),
    ),
    Why.STATUS_UNCHECKED: (
        gettext_lazy("Nobody has checked for protected status."),
        gettext_lazy("HR checks and records it."),
    ),
    Why.PROTECTED: (
        gettext_lazy("The person is protected: %(protections)s."),
        gettext_lazy("Choose a milder sanction, or wait until it ends and have it checked anew."),
    ),
    Why.AGENCY_WAY: (
        gettext_lazy("The person is the staff of an agency or a contractor."),
        gettext_lazy("Return them to it instead."),
    ),
    Why.NOT_AGENCY_STAFF: (
        gettext_lazy("The person is our own staff; there is no agency to return to."),
        gettext_lazy("Choose dismissal."),
    ),
    Why.NO_AGENCY: (
        gettext_lazy("The agency is missing."),
        gettext_lazy("Name whom the person returns to."),
    ),
    Why.LAST_DAY_PAST: (
        gettext_lazy("The last day lies in the past."),
        gettext_lazy("Nobody is dismissed before the decision: choose today or a later day."),
    ),
    Why.MAY_BE_DISMISSED: (gettext_lazy("Everything for this is on record: %(way)s."), ""),
    Why.OVERDUE: (
        gettext_lazy("The %(months)s months from knowledge ended on %(until)s."),
        gettext_lazy("Record counsel’s note on it."),
    ),
    Why.COUNSEL: (gettext_lazy("Overdue since %(until)s; counsel’s note: %(counsel)s."), ""),
    Why.IN_TIME: (
        gettext_lazy("Within %(months)s months from knowledge: %(days)s days are left."),
        "",
    ),
    Why.NO_LIMIT: (gettext_lazy("No time limit from knowledge holds here."), ""),
    Why.APPEAL_TOO_LATE: (
        gettext_lazy("The time to appeal ended on %(until)s."),
        gettext_lazy("The decision stands; speak to HR or the trade union."),
    ),
    Why.NOT_YET: (
        gettext_lazy("Its day has not come: %(until)s."),
        gettext_lazy("It happens by itself on that day."),
    ),
    Why.NO_LIKE_CASES: (gettext_lazy("No like case in the last 24 months."), ""),
    Why.LIKE: (
        gettext_lazy("%(count)s like cases in 24 months: from %(from)s to %(to)s."),
        "",
    ),
    Why.UNLIKE_SAID: (
        gettext_lazy("Outside what %(count)s like cases got (%(from)s to %(to)s), with a reason."),
        "",
    ),
    Why.UNLIKE_UNSAID: (
        gettext_lazy("%(count)s like cases in 24 months got from %(from)s to %(to)s."),
        gettext_lazy("Stay between these, or write down why this case is different."),
    ),
    Why.WITNESSES: (
        gettext_lazy("Who refuses to sign does so before two witnesses."),
        gettext_lazy("Name two people other than the person."),
    ),
    Why.NOTED_LATE: (
        gettext_lazy("It was noted more than %(days)s days after it took place."),
        gettext_lazy(
            "Time runs from what is on record: serve it once more, or give the day on which you "
            "note it."
        ),
    ),
    Why.NO_NUMBER: (
        gettext_lazy("The courier’s number or the e-mail address is missing."),
        gettext_lazy("Give it."),
    ),
    Why.NOT_SIGNED: (
        gettext_lazy("The person’s signature is missing."),
        gettext_lazy("They sign on their phone or a supervisor’s device; or add the scan."),
    ),
}
