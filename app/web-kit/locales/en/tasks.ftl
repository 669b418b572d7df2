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
