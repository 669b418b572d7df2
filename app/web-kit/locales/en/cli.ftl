# The command line
cli-serving = Serving { $address } (stop with Ctrl-C)
cli-demo-making = Making the fictional province, { $people } people …
cli-keys-made = Made the key file { $file }. Keep a copy in a safe place: without it the data cannot be read.
cli-journal-checked = Checked { $facts } facts and { $seals } seals; { $faults } faults.
cli-credential-valid = Valid: signature and content belong together, and the issuer's key was in force.
cli-credential-not-valid = Not valid. Add --json to see why.
cli-credential-unreadable = Unreadable: this is not a credential file.

# The configuration
config-syntax = { $place }: this is not TOML: { $message }
    .next = Mend this line; kaogong.example.toml shows how every key is written.
config-unknown-key = { $place }: there is no key { $key }
    .next = Did you mean { $nearest }? kaogong.example.toml lists every key.
config-type = { $place }: { $key } has a value of the wrong kind
    .next = Write it like this: { $sample }
config-word = { $place }: { $key } cannot be "{ $value }"
    .next = Choose one of: { $words }
config-range = { $place }: { $key } is out of range
    .next = Write a whole number from { $least } to { $most }.
config-address = { $place }: { $key } is not a network address
    .next = Listen addresses look like 127.0.0.1:8080, proxies like 10.0.0.5.
config-url = { $place }: { $key } is not the address of a site
    .next = Write scheme and host without anything after them, like https://skills.example.cn
config-host = { $place }: { $key } holds something that is not a host name
    .next = Write names only, without https:// and without port.
config-database = { $place }: { $key } is not the address of a PostgreSQL database
    .next = It begins with postgres:// ; leave it empty for the embedded database.
config-token = { $place }: { $key } is too short and could be guessed
    .next = Use { $count } characters or more, for example from: openssl rand -hex 24
config-both = { $place }: { $key } and { $other } are both given
    .next = Keep one of them.
config-pair = { $place }: { $key } is given without { $other }
    .next = Give both or neither; `kaogong tls init` makes both.
config-file = { $place }: the file { $file } named by { $key } cannot be read
    .next = Check the path and that the service's account may read it.
config-secret-open = Others can read the secret in { $file }
    .next = Run chmod 600 so that only the service's account can read it.
config-plain-http = { $place }: { $address } would be served without encryption
    .next = Give tls.cert and tls.key, or name the proxy before it in trusted_proxies, or listen on 127.0.0.1.
config-tls-url = A certificate is configured, but public_url is { $url }
    .next = Make public_url begin with https://

# Serving
problem-workers-silent = The background work of this server gives no sign of life
    .next = Restart the service and look at its log; nothing is lost.
tls-unreadable = { $file } cannot be used as a certificate or key
    .next = It must be a PEM file that the service's account can read. `kaogong tls init` makes one.
tls-mismatch = The key does not belong to the certificate in { $file }
    .next = Give the key with which this certificate was made.

# Backups
cli-backup-made = Made the backup { $folder }: { $rows } rows in { $tables } tables, { $megabytes } MB. The key file is not in it: keep a copy of it elsewhere.
cli-backup-whole = The backup of { $made } is whole: { $rows } rows, { $facts } facts.
cli-restored = Put back { $rows } rows; the journal with { $facts } facts and { $seals } seals is whole. Start the service now.
backup-where = No folder for the backup is given
    .next = Use --to FOLDER, or set backup.folder in the configuration.
backup-not-written = The backup { $folder } cannot be written
    .next = Check that the folder exists, has room and belongs to the service's account. Nothing was changed.
backup-unreadable = { $folder } is not a backup
    .next = Name the folder of one backup, such as kaogong-20261124-020000.
backup-damaged = The backup is damaged: { $file } is not as it was written
    .next = Use another backup. Copy it again if this is a copy, then run kaogong backup verify.
backup-newer = The backup was made by a newer program ({ $program })
    .next = Install that version or a later one, then restore.
backup-other-keys = The key file of this installation is not the one with which the backup can be read (key: { $key })
    .next = Put the key file of the backed-up installation into the data folder first.
restore-not-empty = There is an installation here already: { $place }
    .next = Restore into an empty data folder or database; nothing is ever overwritten.
restore-differs = What was put back is not what the backup says: { $what }
    .next = Nothing stays of it. Use another backup and tell the developers.

# TLS
cli-tls-made = Made a certificate for { $names }, valid until { $until }. Put this into the configuration:
    {"[tls]"}
    cert = "{ $cert }"
    key = "{ $key }"
cli-tls-trust = Each device has to trust the private authority once: copy { $authority } to it (a USB stick will do), open it, choose "trusted root certification authorities", and compare the SHA-256 fingerprint:
    { $fingerprint }
    Keep ca-key.pem in a safe: whoever has it can pretend to be any site to those devices.
cli-tls-renewed = The authority is the same, so the devices need nothing. Have the server read the new certificate: systemctl reload kaogong
tls-not-written = The certificate cannot be written to { $folder }
    .next = Check that the folder exists, has room and belongs to you.

# The doctor
doctor-state-ok = [ ok ]
doctor-state-warn = [warn]
doctor-state-fail = [FAIL]
doctor-sum = { $looks } looks: { $fail } failed, { $warn } to be looked at.
doctor-config = The configuration is read: role { $role }, algorithms { $crypto }.
doctor-config-demo = The configuration is read: a demonstration, role { $role }, algorithms { $crypto }.
doctor-keys = The key file { $file } is whole and private.
doctor-keys-profile = The key file { $file } is for the algorithms { $profile }, the configuration says { $crypto }
    .next = Put crypto = "{ $profile }" into the configuration, or bring the right key file.
doctor-folder = The data folder { $folder } can be written and is private.
doctor-folder-missing = The data folder { $folder } is not there yet
    .next = It is made at the first start; for a real installation run kaogong init first.
doctor-folder-locked = The data folder { $folder } cannot be written
    .next = Give it to the service's account (chown) and see that the disk is neither full nor read-only.
doctor-folder-open = Other accounts of this machine can look into the data folder { $folder }
    .next = Run chmod 700 on it.
doctor-room = { $gigabytes } GB are free in { $folder }.
doctor-room-little = Only { $gigabytes } GB are free in { $folder }
    .next = Make room or a larger disk before it is full; old backups may go.
doctor-room-none = { $folder } is almost full: { $gigabytes } GB are free
    .next = Make room now: without it nothing can be saved.
doctor-clock = The clock shows { $time } (China).
doctor-clock-wrong = The clock shows { $time } (China), which cannot be
    .next = Set it and let the machine keep it by NTP (timedatectl set-ntp true).
doctor-clock-back = The clock is behind the youngest entry of the journal
    .next = Set the clock before the service starts; otherwise new entries look older than old ones.
doctor-clock-apart = The clocks of this machine and of the database differ by { $seconds } seconds
    .next = Let both keep their time by the same NTP server.
doctor-port-free = The address { $address } is free.
doctor-port-served = The service is running at { $address } and says that it is well.
doctor-port-encrypted = The address { $address } is taken, most likely by the running service
    .next = Nothing, when the service is meant to run; otherwise find out with ss -ltnp.
doctor-port-taken = The address { $address } is taken by something else
    .next = Find out with ss -ltnp what it is; stop it or choose another port.
doctor-port-refused = The address { $address } cannot be used on this machine
    .next = Check that it is an address of this machine; ports below 1024 need a right (see the unit in docs/operating).
doctor-tls = The certificate is valid for { $days } more days ({ $from } to { $until }).
doctor-tls-soon = The certificate ends in { $days } days ({ $from } to { $until })
    .next = Renew it now, then systemctl reload kaogong. For a private authority: kaogong tls init.
doctor-tls-ended = The certificate has ended { $until } ({ $days } days, from { $from })
    .next = Renew it at once, then systemctl reload kaogong. For a private authority: kaogong tls init.
doctor-tls-early = The certificate is valid only from { $from } ({ $until }, { $days } days)
    .next = Check the machine's clock first, then the certificate.
doctor-database = { $engine } answers.
doctor-database-old = { $engine } is too old
    .next = Use PostgreSQL 15 or newer.
doctor-database-new = The database is new: its tables are made at the first start ({ $engine }).
doctor-schema = The tables are as this program wants them.
doctor-schema-behind = The tables are { $steps } steps behind this program
    .next = Make a backup (kaogong backup), then start the service: it brings them up to date.
doctor-jobs = No job has been given up; { $waiting } wait or run.
doctor-jobs-dead = { $dead } jobs have been given up
    .next = An administrator can see why on the page of jobs, mend the cause and let them run again.
doctor-seal = The youngest seal of the journal holds.
doctor-seal-none = The journal has no seal yet.
doctor-seal-broken = The youngest seal of the journal does not hold: facts were changed
    .next = Stop, keep this database for examination, run kaogong check-journal, and restore a backup that is whole.
doctor-backup = The youngest backup is { $hours } hours old.
doctor-backup-demo = A demonstration needs no backup.
doctor-backup-none = No backups are made of their own accord
    .next = Set backup.folder in the configuration, best on another disk, or run kaogong backup by a timer.
doctor-backup-missing = There is no backup in { $folder } yet
    .next = The running service makes one soon; or run kaogong backup now.
doctor-backup-old = The youngest backup is { $hours } hours old
    .next = Look into the log why none was made, and at the room on that disk; then run kaogong backup.
doctor-calendar = The working calendar is known to the end of { $year }.
doctor-calendar-missing = The working calendar of { $year } is not known: only weekends count as days off
    .next = It comes with the next version after the State Council's notice (usually in November).
doctor-url = The public address is { $url }.
doctor-url-local = The public address { $url } leads only to this machine
    .next = Set public_url before certificates are issued: it is printed into their QR codes.
doctor-url-plain = The public address { $url } is not encrypted
    .next = Use https:// : phones refuse camera and off-line pages otherwise. kaogong tls init helps without a public authority.
