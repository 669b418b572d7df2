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

# Importing results
cli-no-such-body = There is no such body: { $body }
    .next = Name its identifier or its unified social credit code of 18 characters.
cli-file-unwritable = The file { $file } cannot be written
    .next = Check path and permissions.
cli-import-counts = { $rows } rows, { $entered } entered ({ $passed } passed), { $known } there already, { $bad } with mistakes
cli-import-mistake = { $count } ×: { $text }
