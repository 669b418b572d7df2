# Certificates

certificate-title = { $occupation } { $level }
certificate-since = since { $date }
certificate-face = The certificate as printed
certificate-photo = Photo of the holder
certificate-no-photo = Photo
certificate-use = Use this certificate
certificate-pdf = Download PDF
certificate-picture = Keep as a picture
certificate-use-text = In WeChat, press and hold the picture to keep or forward it. Print on A4. Whoever scans the code sees that it is genuine; you need not prove anything.
certificate-file = For experts: the signed file
certificate-file-text = The original with its digital signature, a Verifiable Credential (2.0) that can be verified without a network.
certificate-file-link = Download the signed file (JSON)
certificate-wrong = Something wrong on it?
certificate-wrong-text = Ask the issuing body for a replacement. This one is then revoked and the number stays the same.
certificate-qr = QR code for checking
certificate-shown = Showing a certificate
