//! The list of migrations, in order. `cargo xtask new-migration` adds a line.

use crate::migrate::Migration;

macro_rules! migrations {
    ($($number:literal $name:literal;)*) => {
        /// Every migration of this binary.
        pub(crate) const ALL: &[Migration] = &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }),*];
    };
}

migrations! {
    1 "0001_store";
    2 "0002_people";
    3 "0003_organisations";
    4 "0004_access";
    5 "0005_evaluation";
    6 "0006_certificates";
    7 "0007_approval";
    8 "0008_find_sealed";
    9 "0009_policy";
    10 "0010_authorities";
    11 "0011_duplicates";
    12 "0012_corrections";
    13 "0013_instruments";
    14 "0014_policy_attachments";
    15 "0015_body_search";
    16 "0016_shares";
    17 "0017_returns";
    21 "0021_classification";
}
