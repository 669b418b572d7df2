# The desk of an evaluation body, and the certificates it issued

nav-runs = Runs
nav-keys = Signing keys

desk-label = Work of this body
desk-imports = Result imports
desk-runs = Runs
desk-certificates = Certificates issued
desk-keys = Signing keys
desk-others = Another body

issued-title = Certificates issued
issued-caption = Certificates this body issued
issued-empty = No certificates have been issued yet.
issued-of-run = Only those of this run: { "" }
issued-of-run-end = .{ " " }
issued-all = Show all certificates
issued-number = Certificate number
issued-occupation = Occupation
issued-level = Level
issued-on = Issued
issued-state = State

certificate-change = Suspend, resume or revoke
certificate-change-lead = A change holds at once, and everybody who checks the certificate sees it. It is also entered in the holder’s archive.
certificate-step = What to do
certificate-step-suspend = Suspend
certificate-step-suspend-text = It does not count until things are cleared up, and can be taken up again
certificate-step-resume = Resume
certificate-step-resume-text = It counts again; no public reason is needed
certificate-step-revoke = Revoke
certificate-step-revoke-text = It never counts again; this cannot be undone
certificate-why = Public reason
certificate-why-hint = Whoever checks the certificate sees it
certificate-reason = Grounds
certificate-reason-hint = For the file only, never public. Name the decision or finding, but neither names nor document numbers.
certificate-change-button = Make the change
certificate-why-missing = Suspending and revoking need a public reason
problem-key-unreadable = The header Idempotency-Key cannot be used
    .next = Use 1 to 100 plain characters, and a new key for each new request.
desk-instruments = Instruments
