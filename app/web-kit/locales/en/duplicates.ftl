# Records that may be of one person

duplicates-title = Possible duplicates
duplicates-lead = Rules find two records that may be of one person. Merging takes two people: one proposes, another confirms. Both records are kept.
duplicates-tabs = By progress
duplicates-tab-suspected = To be judged
duplicates-tab-proposed = To be confirmed
duplicates-tab-merged = Merged
duplicates-tab-apart = Two people
duplicates-none-suspected = Nothing to judge. What the rules find next will be listed here.
duplicates-none-proposed = Nothing to confirm.
duplicates-none-merged = No records are merged.
duplicates-none-apart = Nothing has been found to be two people, and no merge has ended.
duplicates-caption-suspected = Records to be judged
duplicates-caption-proposed = Proposals to be confirmed
duplicates-caption-merged = Merged records
duplicates-caption-apart = Records of two people, and merges that have ended
duplicates-names = Name
duplicates-documents = Documents of both
duplicates-signs = Grounds
duplicates-state = Progress
duplicates-since = Date

duplicate-title = Are these two records of one person?
duplicate-recorded = The look is recorded for both records, with the purpose of checking a possible duplicate.
duplicate-compared = The two records side by side
duplicate-line = Item
duplicate-first = Record 1
duplicate-second = Record 2
duplicate-agrees = Agreement
duplicate-same = Same
duplicate-differs = Differs
duplicate-sex = Sex
duplicate-sex-male = Male
duplicate-sex-female = Female
duplicate-open-first = Open record 1
duplicate-open-second = Open record 2
duplicate-signs = Why this is listed

duplicate-suspected = To be judged
duplicate-suspected-text = Found by rules. Nobody has proposed anything yet.
duplicate-proposed = To be confirmed
duplicate-proposed-same-first = Proposed: one person, record 1 is kept. Somebody else has to confirm it.
duplicate-proposed-same-second = Proposed: one person, record 2 is kept. Somebody else has to confirm it.
duplicate-proposed-distinct = Proposed: two people. Somebody else has to confirm it.
duplicate-merged = Merged
duplicate-merged-first = Every document leads to record 1, and the person sees one archive. Record 2 is kept as well.
duplicate-merged-second = Every document leads to record 2, and the person sees one archive. Record 1 is kept as well.
duplicate-parting-proposed = End to be confirmed
duplicate-parting-proposed-text = Somebody proposed to end the merge. Until it is confirmed the two are read as one.
duplicate-distinct = Two people
duplicate-distinct-text = Found to be two people. The rules list them again only when something about the records changes.
duplicate-parted = Merge ended
duplicate-parted-text = The two records stand apart again. What was recorded meanwhile is listed below; please assign it to one of the two.

duplicate-waits = Please wait
duplicate-waits-handler = A handler or approver proposes first; then you confirm.
duplicate-waits-other = What you proposed is confirmed by somebody else; a handler also leaves confirming to a checker or approver.

duplicate-propose = Propose
duplicate-propose-text = Compare the original documents or ask the person. What you say takes effect once somebody else confirms it.
duplicate-verdict = Your opinion
duplicate-verdict-first = One person, keep record 1
duplicate-verdict-first-text = Record 1 is found from then on, and record 2 becomes a link to it.
duplicate-verdict-second = One person, keep record 2
duplicate-verdict-second-text = Record 2 is found from then on, and record 1 becomes a link to it.
duplicate-verdict-distinct = Two people
duplicate-verdict-distinct-text = Not listed again unless something changes.
duplicate-reason = Reason
duplicate-reason-hint = Say what you compared, for example: the person showed both original documents at the window.
duplicate-propose-button = Send proposal

duplicate-decide = Confirm or send back
duplicate-decide-text = Compare the two records with the reason that was given, then decide.
duplicate-decision = Your decision
duplicate-decision-confirm = Confirm
duplicate-decision-confirm-text = Takes effect at once and is noted in both records.
duplicate-decision-back = Send back
duplicate-decision-back-text = Everything is as before the proposal; another can be made.
duplicate-decide-hint = Needed when sending back.
duplicate-decide-button = Send decision

duplicate-part = End the merge
duplicate-part-text = If the merge was wrong, propose to end it. Once confirmed, the records stand apart, and what was recorded meanwhile has to be assigned.
duplicate-part-button = Propose to end the merge

duplicate-facts = Recorded while merged
duplicate-facts-text = These entries were made while the two records were one. They stay with the record that was kept until somebody decides. The entries themselves never change; an assignment can be changed again, and every decision stays on record.
duplicate-facts-caption = Entries from the time of the merge
duplicate-fact = Entry
duplicate-fact-at = Time
duplicate-fact-under = Belongs to
duplicate-fact-open = (not decided yet)
duplicate-facts-pick = Choose entries
duplicate-facts-hint = Several entries about one certificate go together.
duplicate-facts-to = Assign to
duplicate-assign-button = Assign

duplicate-acts = What was done
duplicate-said-propose-same = Proposed: one person
duplicate-said-propose-distinct = Proposed: two people
duplicate-said-propose-parting = Proposed: end the merge
duplicate-said-confirm = Confirmed
duplicate-said-send-back = Sent back

duplicate-sample-passport = Passport
duplicate-sample-card = Permanent residence card
duplicate-sample-reason = The person showed both original documents at the window.

people-purpose-duplicate = Checking a possible duplicate

tasks-duplicates = Possible duplicates: { $count }
tasks-duplicates-next = Compare the two records and propose whether they are of one person.
tasks-duplicates-proposed = Proposals about duplicates to confirm: { $count }
tasks-duplicates-proposed-next = Confirm or send back what somebody else proposed.

duplicates-cli-begun = The search through everybody is noted; the running program does it in the background. See the page of possible duplicates.
