# My skills archive

archive-title = My skills archive
archive-certificates = My certificates
archive-certificates-empty = No certificates yet. Once you have passed an evaluation and the body has issued it, your certificate appears here by itself.
archive-certificates-next = Press an occupation to see the certificate, download it, print it or keep it as a picture.
archive-occupation = Occupation
archive-level = Level
archive-state = State
archive-issued = Date of issue
archive-body = Issued by
archive-events = My record
archive-events-lead = One record for a lifetime. Each entry says who wrote it, when, and under which version of the rules.
archive-events-empty = No entries yet. Training, evaluations and competitions are noted here by themselves.
archive-wrong = Something wrong?
archive-wrong-text = Ask the office the entry comes from to correct it. The correction is added as a new entry; the old one stays visible.

archive-sample-1 = Certificate: electrician, level 3
    .text = Certificate number S000077010012226000123
archive-sample-2 = Passed: electrician, level 3
    .text = Theory 78, skill 82; both at least 60
archive-sample-3 = Certificate: electrician, level 4
    .text = Taken over from an earlier system; suspended since 30 October 2026 while it is looked into
archive-sample-4 = Archive opened
    .text = Identity checked in person with the citizen identity card
archive-sample-source-body = Source: Shili Electromechanical Evaluation Centre · evaluation rules 2026, version 1
archive-sample-source-old = Source: Shili Human Resources Bureau, historical data
archive-sample-source-desk = Source: service desk, Shili District

looks-title = Who looked at my data
looks-caption = Looks
looks-lead = Whenever somebody in an office looks at your data it is noted here, and nobody can remove it.
looks-empty = Nobody has looked at your data yet.
looks-all = Everybody who looked
looks-office = Office
looks-purpose = Purpose
looks-what = What was seen
looks-at = Time
looks-withheld = Where the law says that a look may be told only later, it is added here when that time is over.

looks-sample-1 = Shili Human Resources Bureau
looks-sample-1-purpose = Paying a skills subsidy
looks-sample-1-what = List of certificates
looks-sample-2 = Shili Electromechanical Evaluation Centre
looks-sample-2-purpose = Issuing a certificate
looks-sample-2-what = Name, document number

archive-earlier = Earlier entries
archive-source = Source: { $body }
archive-source-rule = Source: { $body } · rules { $rule }
archive-event-registered = Archive opened
archive-event-document = Document registered: { $document }
archive-event-name = Name corrected
archive-event-issued = Certificate: { $occupation }, { $level }
archive-event-suspended = Certificate suspended
archive-event-resumed = Certificate valid again
archive-event-revoked = Certificate revoked
archive-event-erased = Personal data erased
archive-event-other = Another entry
archive-source-place = Source: the register, in the care of { $place }
archive-source-system = Source: the system
archive-event-passed = Passed: { $occupation }, { $level }
archive-event-failed = Not passed: { $occupation }, { $level }
archive-event-exam = Exam of { $date }: { $parts }
archive-event-withdrawn = The body withdrew a result before issuing
archive-part-marks = { $part } { $found }
looks-system = The system
