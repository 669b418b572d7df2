# Requests for correction

corrections-own = Correct my data
corrections-own-lead = If your name, birth date or phone number is wrong, or a document is to be added, ask here. The office checks and corrects it; the earlier entry stays visible.
corrections-asked = My requests
corrections-ask = Ask for a correction
correction-field = What is wrong
correction-field-name = Name
correction-field-name-hint = When it differs from the document
correction-field-birth-date = Birth date
correction-field-birth-date-hint = As on the document, for example 1969-02-28
correction-field-phone = Mobile number
correction-field-phone-hint = When you have a new number
correction-field-document = Add a document
correction-field-document-hint = When you have a new or renewed one: its number
correction-value = What it should be
correction-value-hint = Please copy it from the document.
correction-reason = Why
correction-reason-hint = For example: a character was written wrongly at registration.
correction-ask-button = Send request
correction-withdraw = Take back
correction-answer = Answer

correction-asked-name = Name to become { $value }
correction-asked-birth-date = Birth date to become { $value }
correction-asked-phone = Mobile number to become { $value }
correction-asked-document = Add document { $value }

correction-requested = Waiting
correction-accepted = Corrected
correction-refused = Not corrected
correction-withdrawn = Taken back

corrections-title = Requests for correction
corrections-lead = People ask to have their own record corrected. Compare the original document before you decide; accepting corrects the record at once.
corrections-tabs = By progress
corrections-waiting = Waiting
corrections-settled = Settled
corrections-none-waiting = No request waits.
corrections-none-settled = No request has been settled yet.
corrections-caption = Requests for correction
corrections-state = Progress
corrections-at = Requested

correction-title = Request for correction
correction-recorded = This look has been recorded, for deciding about the request.
correction-before = On record now
correction-after = Shall become
correction-person = Open this person's record
correction-own-text = Leave it to a colleague responsible for the same area.
correction-decide = Decide
correction-decide-text = Compare the original document. The person can read your answer.
correction-decision = Decision
correction-decision-accept = Correct the record
correction-decision-accept-text = The record is corrected at once; the earlier entry is kept.
correction-decision-refuse = Do not correct it
correction-decision-refuse-text = A reason has to be given.
correction-answer-hint = Needed when not correcting: say why, and what the person can do next.
correction-decide-button = Send decision

correction-sample-reason = A character was written wrongly at registration.
correction-sample-answer = The document agrees with the record; please bring the household register to the window.

archive-correct = Ask to correct my data
people-purpose-correction = Deciding about a request for correction

tasks-corrections = Requests for correction: { $count }
tasks-corrections-next = Compare the document and decide.
