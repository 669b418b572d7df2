# My tasks

tasks-title = My tasks
tasks-lead = { $count ->
    [one] One thing waits for you.
   *[other] { $count } things wait for you, the oldest first.
}
tasks-empty = Nothing waits for you at the moment. New tasks appear here with their deadlines.
tasks-due = due { $date }
tasks-late = was due { $date }
tasks-no-due = no deadline

tasks-sample-1 = Electricians, third run of 2026: 12 rows with mistakes
tasks-sample-1-next = Next: download the list, mend those 12 rows and upload them again
tasks-sample-2 = Electricians, third run of 2026: 1,043 passed and can be issued
tasks-sample-2-next = Next: the body’s issuer checks and releases them
tasks-sample-3 = 2026年第四批焊工.xlsx is being imported
tasks-sample-3-next = No need to wait; the next step will show here

tasks-import = Results: { $file }
tasks-import-running = It is being read; open it to follow.
tasks-import-mistakes = Some rows were left out. Download the marked spreadsheet, mend it and upload it again.
tasks-import-refused = Some rows are wrong, so nothing was taken over. Download the marked spreadsheet, mend it and upload it again.
tasks-run = Release certificates: { $occupation }, { $level }, exam of { $date }
tasks-run-next = { $count } passed. Check and release; whoever uploaded the results cannot release them.
tasks-run-halted = Issuing stopped. Open it to see why, and release again when that is settled.
tasks-key = Confirm the body's signing key
tasks-key-next = Somebody else of your body made a new key. Compare and confirm it.
tasks-jobs = { $count } jobs were given up
tasks-jobs-next = See why, settle it, and have them tried again.
tasks-places = Where you can go
