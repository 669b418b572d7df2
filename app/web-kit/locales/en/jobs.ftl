# Background jobs

jobs-title = Background jobs
jobs-counts = { $waiting } waiting, { $running } in progress, { $count } given up.
jobs-state = State
jobs-state-retrying = Trying again later
jobs-none = No jobs. Everything is done.
jobs-caption = Jobs
jobs-job = Job
jobs-at = Asked for
jobs-action = Action
jobs-retry = Try again
jobs-until = begins { $time }
jobs-progress = { $done } of { $count }
jobs-retrying = { $count ->
    [one] Tried once; again at { $time }
   *[other] Tried { $count } times; again at { $time }
}
jobs-dead = { $count ->
    [one] Tried once without success: { $reason }
   *[other] Tried { $count } times without success: { $reason }
}

jobs-sample-1 = Seal lane 12 of the journal
jobs-sample-2 = Import 2026年第三批电工成绩.xlsx
jobs-sample-3 = Send an activation notice by SMS
jobs-sample-4 = Count the daily figures anew
jobs-sample-reason = The key service cannot be reached. Press “Try again” once it can; nothing is sealed twice.

job-store-seal = Seal the journal
job-statistics-count = Count the monthly figures
job-approval-escalate = Tell the office above of late cases
job-store-clean-up = Clear out what is over
job-people-find-duplicates = Looking for possible duplicates
job-policy-load-shipped = Bring policy documents that come with the program into the library
job-evaluation-read-import = Read an uploaded file of results
job-evaluation-issue-run = Issue the certificates of a run
job-access-tell-locked = Tell a holder that an account was locked
job-platform-backup = Make a backup
job-platform-rotate-keys = Change the master key
