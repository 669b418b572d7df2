# Cases: the office's queue and case page, and the words that applicants and offices share

nav-cases = Cases

cases-title = Cases
cases-lead = The cases of your office, the nearest deadline first.
cases-tabs = Which cases
cases-tab-mine = Waiting for me
cases-tab-open = All open
cases-tab-late = Late
cases-tab-settled = Settled
cases-caption-mine = Cases waiting for me
cases-caption-open = All open cases
cases-caption-late = Late cases
cases-caption-settled = Settled cases
cases-none-mine = No case is waiting for you.
cases-none-open = No case is open.
cases-none-late = No case is late.
cases-none-settled = No case has been settled yet.
cases-pick = Tick
cases-name = Applicant
cases-matter = Matter
cases-state = Stands at
cases-turn = Whose turn
cases-due = Deadline
cases-turn-applicant = Applicant
cases-turn-nobody = Settled
cases-batch = Several at once
cases-batch-lead = Tick cases above, choose one act and write one opinion. Each case keeps its own record; those that cannot be done are told one by one.
cases-batch-act = What to do
cases-batch-opinion = Opinion
cases-batch-opinion-hint = Goes into the record of each case; a refusal needs a reason, which is printed in the letter
cases-batch-button = Do it for the ticked cases
cases-batch-none = Tick at least one case
cases-batch-title = What became of them
cases-batch-lead-done = Act: { $act }. { $done } done, { $failed } not done.
cases-batch-done = Done
cases-batch-failed = Not done
cases-batch-failed-text = Nothing has changed in these cases. Please see to each of them as it says.
cases-batch-back = Back to the cases

case-due-left = { $count ->
    [one] Due { $date }: one working day left
   *[other] Due { $date }: { $count } working days left
}
case-due-today = Today, { $date }, is the last day
case-due-late = { $count ->
    [one] Was due { $date }: late by one working day
   *[other] Was due { $date }: late by { $count } working days
}
case-due-stopped = { $count ->
    [one] The clock is stopped ({ $cause }), one working day left
   *[other] The clock is stopped ({ $cause }), { $count } working days left
}
case-due-notice = Public notice until { $date }
case-due-notice-over = The notice is over; the decision can be made
case-due-unsure = Holidays announced later may move this day.

case-state-submitted = To be taken in
case-state-incomplete = Papers missing
case-state-in-review = In review
case-state-assessing = Being assessed
case-state-noticed = Under public notice
case-state-approved = Granted
case-state-rejected = Refused
case-state-not-accepted = Not taken in
case-state-recalled = Taken back
case-state-ending = To be ended
case-state-ended = Ended

case-next-submitted = Look at the papers. If they are complete, take the case in; if not, ask for everything that is missing, once.
case-next-incomplete = The applicant has to hand in what is missing. After the last day the case may be refused entry.
case-next-in-review = Waits for: { $post }.
case-next-assessing = Under way: { $cause }. This time does not count. Record the result when it is there.
case-next-noticed = During the notice anybody may object. When it is over and all objections are answered, the decision can be made.
case-next-approved = Settled. The filing stands in the register of bodies.
case-next-rejected = Settled. The decision has gone out.
case-next-not-accepted = Settled. The letter has gone out.
case-next-recalled = The applicant took the application back.
case-next-ending = Somebody proposed to end the filing; another person decides.
case-next-ended = The filing has ended ({ $how }) and counts no more from { $date } on.

step-accept = Acceptance
step-notice = Notice
step-decide = Decision
case-step-up = { $post } ({ $office })

case-asked = What is asked
case-body-page = The body’s public page
case-years = Years asked for
case-years-count = { $count ->
    [one] one year
   *[other] { $count } years
}
case-scope = Occupations and levels
case-papers = Papers
case-papers-none = No papers.
case-paper-missing = not handed in
case-office = Office
case-opened = Handed in
case-where = Where it stands
case-period-accept = Time to take it in
case-period-supplement = Time for missing papers
case-period-decide = Time to decide
case-period-notice = Public notice
case-stops = About the time
case-stop = { $cause }: { $from } to { $until }, does not count
case-stop-open = { $cause }: since { $from }, still under way, does not count
case-extended = The time has been prolonged once.
case-barred = No new application before { $date }.
case-missing = What the applicant was asked for
case-record = Record
case-record-none = Nothing has been done yet.
case-record-opened = Application handed in
case-record-handed-on = Handed on to the next step
case-record-by = { $time } · { $office }
case-record-deputy = { $time } · { $office } (deputy)
case-opinion-of = Opinion: { $text }
case-letters = Letters
case-letters-none = No letter has gone out yet.
case-objections = Objections
case-objection-by = { $name } · { $contact }
case-objection-on = Received: { $time }
case-objection-upheld = Upheld: { $text }
case-objection-refused = Not upheld: { $text }
case-objection-waits = Not answered yet
case-objection-answer = Answer an objection
case-objection-answer-text = An answer cannot be changed. If the objection is right, the case goes back to whoever decides.
case-objection-upheld-label = Is the objection right?
case-objection-choice-no = It is not
case-objection-choice-no-text = the notice goes on
case-objection-choice-yes = It is
case-objection-choice-yes-text = the notice stops and the case goes back
case-answer = Answer
case-answer-hint = What you found out and on what grounds; whoever objected is told
case-answer-button = Send the answer

case-acts = What you can do
case-acts-others = Something else
case-nothing = There is nothing for you to do with this case now.
case-nothing-text = It may not be your turn yet, or you did an earlier step: then this one takes another person.
case-opinion = Opinion
case-opinion-hint = May stay empty; what you write stays in the record
case-reason = Reason
case-reason-hint = Facts and grounds; they stay in the record. Reasons for refusing or ending are printed in the letter.
case-missing-lines = What is missing
case-missing-lines-hint = One thing on each line. Write everything down: you can ask only once.
case-cause = What is done
case-code = Filing code
case-effective = Counts no more from
case-effective-hint = Not before today. Leave it for a rescission, which is void from the day it was granted.
case-ending-how = How it ends
case-paper-open = Open
case-version-note = If somebody else acts before you send this, nothing is overwritten: you are asked to look first.

act-accept = Take in
act-accept-text = The papers are complete and in due form. A notice of acceptance goes out and the time to decide begins.
act-ask-supplement = Ask for what is missing
act-ask-supplement-text = Papers are missing or wrong. One request for all of them goes out, and the applicant has time to hand them in.
act-not-accept = Refuse entry
act-not-accept-text = A notice of non-acceptance goes out and the case is settled.
act-supplement = Hand in what was missing
act-supplement-text = Hands in the missing papers.
act-propose = Hand on, for granting
act-propose-text = Goes to the next step with an opinion in favour.
act-propose-against = Hand on, against granting
act-propose-against-text = Goes to the next step with an opinion against. Say why.
act-return = Send back a step
act-return-text = Goes back to the step before. Say what is to be mended.
act-stop = Stop the clock for an assessment
act-stop-text = Time for site visits, expert reviews, technical assessments and hearings does not count. The applicant has to be told.
act-assessed = Record the result
act-assessed-text = The assessment is over; the clock goes on from the next working day. Say what it found.
act-extend = Prolong the time
act-extend-text = Only once. Say why.
act-approve = Grant
act-approve-text = Where a public notice is required it comes first, and the decision after it.
act-reject = Refuse
act-reject-text = A decision with the reason goes out and the case is settled.
act-conclude = The notice is over: decide
act-conclude-text = The decision goes out, and the filing stands in the register from today on.
act-uphold = Uphold the objection
act-uphold-text = Goes back to whoever decides.
act-recall = Take back
act-recall-text = The applicant takes the application back.
act-propose-end = Propose to end the filing
act-propose-end-text = As withdrawn, rescinded, cancelled or revoked; another person decides.
act-confirm-end = End the filing
act-confirm-end-text = The decision goes out and the filing ends as proposed. It cannot be brought back.
act-drop-end = Keep the filing
act-drop-end-text = The filing goes on. Say why.

cause-site-visit = Site visit
cause-site-visit-text = somebody looks at rooms and equipment
cause-expert-review = Expert review
cause-expert-review-text = experts give their opinion
cause-technical-assessment = Technical assessment
cause-technical-assessment-text = equipment, item bank or systems are tested
cause-hearing = Hearing
cause-hearing-text = the applicant and others concerned are heard

ending-withdrawn = Withdrawn
ending-withdrawn-text = Granted lawfully, but the law or the facts changed: counts no more from the day you name; what was before stays.
ending-rescinded = Rescinded
ending-rescinded-text = Should never have been granted: void from the day it was granted, and no new application for a time.
ending-cancelled = Cancelled
ending-cancelled-text = Run out, given up, or the body is gone: counts no more from the day you name; the body may apply again.
ending-revoked = Revoked
ending-revoked-text = Taken away as a penalty: counts no more from the day you name, and no new application for a time.

letter-kind-accepted = Notice of acceptance
letter-kind-supplement = Request for missing papers
letter-kind-not-accepted = Notice of non-acceptance
letter-kind-approved = Decision to grant
letter-kind-rejected = Decision to refuse
letter-kind-ended = Decision to end

letter-pdf = Download the PDF
letter-picture = Open as a picture
letter-seal = (place for the seal)
letter-english = English, for reading only
letter-english-text = The Chinese text is the letter.
letter-back-case = Case
letter-kept = A letter never changes once it has gone out.

tasks-case = { $matter }: { $name }
tasks-application-draft = An application has not been handed in
tasks-application-draft-next = Add the papers and hand it in, or go on changing it.
tasks-application-incomplete = Papers are missing from the application
tasks-application-incomplete-next = Add what the letter asks for and hand it in again.
