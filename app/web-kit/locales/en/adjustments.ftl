# The adjustment of the classification: call, proposals, consultation, release

nav-rounds = Adjustment of occupations
nav-proposals = Proposed changes
desk-proposals = Proposed changes
occupations-adjustments = New occupations and changes: calls, consultations, releases

rounds-title = Adjustment of the classification
rounds-lead = How a new occupation comes about: a public call, a review by experts, a consultation, a public notice, then the release. Every round is here.
rounds-office-lead = The rounds of your office. Open one to see where it stands and who has to act.
rounds-none = There is no round yet.
rounds-new = Draft a call
rounds-caption = Rounds
rounds-name = Round
rounds-until = Dates
round-until-called = Call open until { $date }
round-until-consulting = Consultation until { $date }
round-until-released = In force from { $date }

round-stage-drafted = Waits to be let out
round-stage-dropped = Not let out
round-stage-called = Call open
round-stage-consulting = Consultation
round-stage-prepared = Waits for release
round-stage-released = Released

round-next-called = Proposals are taken in now. The manager of a body signs in and hands them in.
round-next-reviewing = The call is over, and experts are reviewing. What they let pass is put to the public here.
round-next-consulting = The proposals below are open for comments. Open one to read it and to write.
round-next-prepared = Comments are answered and the notices are over. The release comes next.
round-next-released = Released. From the day it comes into force, bodies may be filed and certificates issued under it.

round-file-next-drafted = An approver has to let the call out. Whoever drafted it cannot do that.
round-file-next-dropped = The call was not let out. The round ends here.
round-file-next-called = The call is open. What comes in can be taken in and reviewed meanwhile.
round-file-next-reviewing = The call is over. { $proposals ->
    [one] One proposal is open
   *[other] { $proposals } proposals are open
}; once all have been reviewed or settled, the public can be asked.
round-file-next-consulting = The public is being asked. Comments without an answer: { $comments }. Answer them as they come.
round-file-next-deciding = The consultation is over. Comments without an answer: { $comments }; proposals not settled: { $proposals }. When both are none, put the release together.
round-file-next-prepared = An approver has to release it. Whoever put it together cannot do that.
round-file-next-released = Released. The new classification holds from the day it comes into force.

round-title = Title
round-call = The call
round-call-hint = Say what is asked for, who may propose and what to hand in. An empty line begins a paragraph.
round-opens = Call opens
round-closes = Call closes
round-days = Working days for comments
round-days-hint = Usually 10 working days.
round-days-count = { $count ->
    [one] One working day
   *[other] { $count } working days
}
round-comments-until = Comments until
round-from = In force from
round-from-hint = From this day on the new classification is found, and bodies can be filed and certify under it. Not before the day of the release.
round-released-on = Released on
round-reason = Reason
round-new-lead = When you are done, another approver lets the call out; only then is it public.
round-new-button = Hand on to be let out
round-propose = Make a proposal
round-proposals = Proposals
round-proposals-none = There is no proposal to read now.
round-proposals-caption = Proposals of this round
round-proposal = Proposal
round-body = Proposed by
round-released = What this release changed
round-public = Public page
round-notice = Under public notice: you may object

round-steps = What you can do
round-step-confirm = Let the call out
round-step-text-confirm = The call becomes public, and bodies can propose.
round-step-drop = Do not let it out
round-step-text-drop = The call stays closed and the round ends.
round-step-consult = Ask the public
round-step-text-consult = What experts have reviewed becomes public, and anybody may comment.
round-step-prepare = Put the release together
round-step-text-prepare = Makes the adopted proposals a new version, gives out the new codes and hands it to an approver.
round-step-release = Release
round-step-text-release = A release cannot be taken back. Check the day and every change first.
round-step-send-back = Send back
round-step-text-send-back = The handler puts it together again. Settled proposals stay settled.

round-comments = Comments
round-comment-waits = Waits for an answer
round-comment-answer = Answer this comment
round-summary = The comment in short
round-summary-hint = This becomes public. Use your own words; name no person, body or contact.
round-adopted = Followed?
round-adopted-yes = Followed
round-adopted-no = Not followed
round-answer = Answer
round-answer-button = Publish the answer

round-answers = Comments and answers
round-answers-none = No comments yet.
round-answers-waiting = { $count ->
    [one] One comment waits for an answer.
   *[other] { $count } comments wait for an answer.
}
round-comment = Comment
round-comment-lead = You can comment until { $date }.
round-comment-why = so that we can answer you. It is not made public.
round-comment-text = Your comment
round-comment-hint = Say what you agree or disagree with, and why.
round-comment-button = Send the comment
round-comments-closed = No comments are taken now
round-comments-closed-text = Comments are taken during the consultation. During the public notice you may object.
commented-title = We have your comment
commented-lead = Thank you. What happens next:
commented-1 = The office reads and answers every comment.
commented-2 = A summary and the answer appear on the page of the proposal, without your name.
commented-back = Back to the proposal

proposals-title = Proposed changes of the classification
proposals-lead = While a call is open, you can propose to add, rename, split, merge or cancel occupations and variants.
proposals-no-call = No call is open now.
proposals-new = Propose for “{ $round }”
proposals-empty = No proposals yet.
proposal-new = Make a proposal
proposal-change = Change the proposal
proposal-form-lead = First choose what should change, then fill in what belongs to it. You can change it after saving; nobody else sees it before you hand it in.
proposal-kind = What should change
proposal-kind-occupation = New occupation
proposal-kind-text-occupation = Give the code of its minor class and its name. At least 5,000 people must do the work.
proposal-kind-variant = New variant
proposal-kind-text-variant = Give the code of the occupation and the name of the variant.
proposal-kind-raise = Variant becomes an occupation
proposal-kind-text-raise = Give the code of the occupation and the present name of the variant. At least 5,000 people must do the work.
proposal-kind-rename = New name
proposal-kind-text-rename = Give the code and the new name. The code stays.
proposal-kind-split = Split
proposal-kind-text-split = Give the code and the names of the parts, one a line.
proposal-kind-merge = Merge
proposal-kind-text-merge = Give the codes and the name of what they become.
proposal-kind-define = New definition
proposal-kind-text-define = Give the code and the new definition.
proposal-kind-cancel = Cancel
proposal-kind-text-cancel = Give the code and the reason.
proposal-group = Minor class
proposal-group-hint = Only for a new occupation, such as 4-04-05-00
proposal-codes = Codes
proposal-codes-hint = Such as 6-18-01-01; for a merger several, with spaces between
proposal-names = Names
proposal-names-hint = The name of the occupation or variant; for a split one a line
proposal-definition = Definition
proposal-definition-hint = One or two sentences: with what they do what. Not needed to cancel.
proposal-tasks = Main tasks
proposal-tasks-hint = One a line. Not needed to cancel.
proposal-reason = Reason
proposal-reason-hint = Why it is needed: purpose, lawfulness, stability, what sets it apart
proposal-workers = People who do the work
proposal-workers-hint = About how many in the whole country
proposal-marks = Marks
proposal-attachments = Attachments
proposal-attachments-hint = One a line: what it is, and where it can be read (address or number)
proposal-save = Save
proposal-back = Back without saving
proposal-next-draft = Not handed in yet. Read it once more, then hand it in.
proposal-hand-in = Hand in the proposal
proposal-hand-in-text = The office takes it in, then experts review it. You cannot change it any more unless something is missing.
tasks-proposal-draft = Not handed in yet
tasks-proposal-incomplete = Complete it as the letter says, then hand it in again
proposal-recall = Take the proposal back
proposal-recall-text = It is not handled any further.
proposal-recall-reason = Why you take it back
proposal-comments = { $count ->
    [one] One comment came
   *[other] { $count } comments came
}; { $answered } answered.

round-sample-call = New occupations and changes are asked for.
round-sample-summary = The name should be easier to understand.
round-sample-answer = We followed it and changed the name.

classification-not-now = This step is not possible now
    .next = Load the page again and see where the round stands.
classification-two-people = Somebody else has to do this
    .next = Whoever drafted or put it together cannot let it out. Ask another approver.
classification-call-not-open = The call opens on { $from }
    .next = You can prepare the proposal now and hand it in on that day.
classification-call-over = The call closed on { $until }
    .next = See whether another call is open, or wait for the next.
classification-call-runs = The call is open until { $until }
    .next = Ask the public after that day.
classification-call-backwards = The call closes before it opens
    .next = Choose a later last day.
classification-call-past = The last day has passed
    .next = Choose today or a later day.
classification-consult-days = Comments are open for 1 to 90 working days
    .next = Usually 10.
classification-review-first = Proposals that no expert has reviewed: { $count }
    .next = Have them reviewed or settle them, then ask the public.
classification-consultation-first = The public has not been asked yet
    .next = Begin the consultation on the page of the round; decide when it is over and answered.
classification-consultation-runs = The consultation runs until { $until }
    .next = Decide after that day.
classification-comments-open = Comments without an answer: { $count }
    .next = Answer them on the page of the round, then decide.
classification-comments-closed = No comments are taken now
    .next = Comments are taken during the consultation. During the public notice, please object.
classification-comment = Write between 1 and { $most } characters
    .next = Say what you have to say; what does not fit can come as a second comment.
classification-summary = Sum the comment up in at most 500 characters
    .next = Use your own words; name no person, body or contact.
classification-answer = Write an answer of at most 2,000 characters
    .next = Say what was followed, or why not.
classification-answered-already = This comment has an answer
    .next = Load the page again to read it.
classification-proposals-open = Proposals that are not settled: { $count }
    .next = Settle them, then put the release together.
classification-nothing-approved = No proposal was adopted
    .next = At least one must have passed its public notice before a release.
classification-release-past = The day has passed
    .next = Choose today or a later day; what is already put together has to be sent back first.
classification-release-day = There is a release of this or a later day
    .next = Choose a later day.
classification-code-gone = The code { $code } will not be in use then
    .next = The occupation has changed meanwhile. Settle the proposal and take it up in the next round.
classification-contradiction = Two proposals change { $code }
    .next = A release changes an occupation once. End the adoption of one of them, or take it up in the next round.
classification-group-full = The minor class { $code } has no code left
    .next = Choose another minor class.
classification-unloadable = Taken together, these changes contradict each other
    .next = Send it back and check each of them.
classification-handed-in = The proposal was handed in and cannot be changed
    .next = Take it back and hand in another while the call is open.
classification-group = There is no such minor class today
    .next = Give its code, such as 4-04-05-00.
classification-code = Give the code of an occupation that is in use today
    .next = Such as 6-18-01-01. Look it up under Occupations.
classification-merge-two = A merger needs two different codes
    .next = Put a space between them.
classification-split-two = A split needs two names
    .next = One a line.
classification-no-variant = The occupation has no variant of this name
    .next = Write the name as it stands on the page of the occupation.
classification-name = A name has 2 to 30 characters, without commas, quotation marks or #
    .next = Write the name of the occupation or variant, one a line.
classification-name-taken = “{ $name }” exists already
    .next = Choose another name, or propose to rename or merge.
classification-workers = Fewer than { $least } people: not enough for an occupation
    .next = Propose a new variant instead, or add evidence of the number.
