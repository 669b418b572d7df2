# Checking a certificate

check-title = Check a certificate
check-lead = Enter the certificate number, and one thing that shows you have seen the certificate.
check-number = Certificate number
check-number-hint = 22 characters, the last entry on the right of the certificate, such as S000077010012226000123
check-fact = Holder’s name, or the last 6 characters of the document number
check-fact-hint = Either of the two
check-fact-why = Certificate numbers run on and can be guessed. A second fact keeps people from learning about holders by guessing.
check-button = Check
check-offline = Checking without a network
check-offline-text = With the certificate’s file, its signature can be verified without a connection.
check-offline-link = Open the off-line page
check-elsewhere = Issued in another province?
check-elsewhere-text = Certificates of the whole country can be found on the national look-up site (in Chinese).
check-elsewhere-link = Open the national look-up

check-valid = This certificate is valid
check-valid-text = The signature is right, the body was entitled to this evaluation on the day of issue, and the certificate has been neither suspended nor revoked.
check-suspended = This certificate is suspended
check-suspended-text = The issuing body suspended it on { $date } and is looking into it. Until then it proves nothing; this page will show the outcome.
check-revoked = This certificate has been revoked
check-revoked-text = It was revoked on { $date } and has not been valid since. Do not hire, pay or grade anyone on the strength of it.
check-none = No certificate matches
check-none-text = Number and second fact must both be right before anything is shown. To protect holders we do not say which of them was wrong.
check-none-try = What you can do
check-none-1 = Compare the number with the certificate again: 0 and O, or 1 and I, are easily mistaken.
check-none-2 = The name must be exactly as printed; do not leave out the dot “·” within a name.
check-none-3 = If the certificate comes from another province, use the national look-up site.
check-none-4 = If you still find nothing, call the issuing body. Do not rely on a photocopy alone.

check-holder = Holder
check-occupation = Occupation
check-variant = Variant
check-level = Skill level
check-body = Issued by
check-issued = Date of issue
check-reason = Reason:{" "}
check-at = Checked on
check-signature = Signature
check-signature-good = Right: the content is as it was issued
check-signature-bad = Not right: please contact the issuing body
check-again = Check another one
check-once-more = Check again
check-print-note = A print shows how things stood at the time of the check; check again for the present state.

check-number-shape = A certificate number has only letters and digits; please compare it with the certificate

# Trying it in the demonstration (/demo)

trial-title = Try it with a made-up certificate
trial-lead = These people and certificates are made up for you to try: check by number, open the page behind the QR code, or download the file and verify it off-line.
trial-caption = Made-up certificates
trial-end = End of document number
trial-state = State
trial-ways = Try
trial-scan = Open as if scanned
trial-file = Download the file
trial-none = The demonstration has no certificates yet.
trial-check = Check by number
trial-home = No certificate at hand? Try a made-up one
