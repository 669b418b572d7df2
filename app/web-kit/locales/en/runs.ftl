# Runs

runs-title = Runs
runs-lead = Results for one occupation, level and exam day make one run. Somebody who had no part in importing them looks them through and releases it.
runs-caption = Runs of this body
runs-empty = There are no runs yet. They appear here once results have been imported.
runs-run = Run
runs-run-name = { $occupation }, { $level }
runs-exam-on = Exam day
runs-exam = Examined on { $date }
runs-state = State
runs-candidates = Candidates
runs-passed-count = Passed
runs-issued = Certificates issued
runs-rule = Rule of passing
runs-prepared = Imported by
runs-prepared-you = You, at least in part
runs-prepared-other = Colleagues of this body
runs-full-stop = .{ " " }

runs-releasing = { $done } of { $count } certificates issued
runs-releasing-text = They are numbered in the order of the file. You can leave this page and come back.
runs-halted = Issuing has stopped: { $done } of { $count } issued
runs-halted-text = Once that is settled the run can be released again. What has been issued stays.
runs-released = { $count ->
    [one] One certificate issued
   *[other] { $count } certificates issued
}
runs-released-text = The last one on { $time }. Holders find theirs in their archive.

runs-release = { $count ->
    [one] Issue one certificate
   *[other] Issue { $count } certificates
}
runs-release-text = Look through the results below first. { $count ->
    [one] One person who passed gets a certificate.
   *[other] The { $count } people who passed get certificates, numbered in the order of the file.
} They cannot be taken back, only revoked one by one.
runs-certificates = Certificates of this run

runs-nobody = There are no candidates in this run.
runs-candidates-caption = Candidates and results
runs-candidates-note = Names and numbers are shown in part; your look has been recorded.
runs-candidate = Candidate
runs-result = Result
runs-why = Why
runs-action = Action
runs-row = Row { $count }
runs-erased = (personal data erased)
runs-passed = Passed
runs-failed = Not passed
runs-withdrawn = Withdrawn
runs-certified = Certificate issued
runs-certificate = Open certificate
runs-part-marks = { $part }: { $found } (pass mark { $needed })
runs-part-absent = { $part }: absent
runs-part-misconduct = { $part }: misconduct, does not count
runs-part-exempt = { $part }: exempt
runs-part-missing = { $part }: no result
runs-rule-of = Decided by { $rule }

runs-withdraw = Withdraw
runs-withdraw-title = Withdraw this result
runs-reason = Why it is withdrawn
runs-reason-hint = Kept in the history. Write neither names nor document numbers. It cannot be undone; a wrong result can be corrected and imported again.
runs-withdraw-button = Withdraw it
run-shown = Looking through a run
