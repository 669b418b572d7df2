-- Spreads the tables over the machines of a Citus cluster. Made from tables.toml by
-- `cargo xtask citus`; run once, after the migrations, on an empty database.

-- On every machine.
SELECT create_reference_table('approval_procedure');
SELECT create_reference_table('classification_release');
SELECT create_reference_table('policy_action');
SELECT create_reference_table('policy_document');
SELECT create_reference_table('policy_measure');
SELECT create_reference_table('policy_plan');
SELECT create_reference_table('policy_relation');
SELECT create_reference_table('policy_target');

-- By home: all rows of one home on one machine.
SELECT create_distributed_table('account', 'home', colocate_with => 'default');
SELECT create_distributed_table('api_key', 'home', colocate_with => 'default');
SELECT create_distributed_table('approval_act', 'home', colocate_with => 'default');
SELECT create_distributed_table('approval_case', 'home', colocate_with => 'default');
SELECT create_distributed_table('approval_letter', 'home', colocate_with => 'default');
SELECT create_distributed_table('approval_objection', 'home', colocate_with => 'default');
SELECT create_distributed_table('authority', 'home', colocate_with => 'default');
SELECT create_distributed_table('blob_chunk', 'home', colocate_with => 'default');
SELECT create_distributed_table('blob_file', 'home', colocate_with => 'default');
SELECT create_distributed_table('body', 'home', colocate_with => 'default');
SELECT create_distributed_table('body_key', 'home', colocate_with => 'default');
SELECT create_distributed_table('body_kind', 'home', colocate_with => 'default');
SELECT create_distributed_table('body_name', 'home', colocate_with => 'default');
SELECT create_distributed_table('candidate', 'home', colocate_with => 'default');
SELECT create_distributed_table('certificate', 'home', colocate_with => 'default');
SELECT create_distributed_table('classification_adjustment', 'home', colocate_with => 'default');
SELECT create_distributed_table('classification_comment', 'home', colocate_with => 'default');
SELECT create_distributed_table('classification_proposal', 'home', colocate_with => 'default');
SELECT create_distributed_table('correction', 'home', colocate_with => 'default');
SELECT create_distributed_table('counter', 'home', colocate_with => 'default');
SELECT create_distributed_table('evidence', 'home', colocate_with => 'default');
SELECT create_distributed_table('fact', 'home', colocate_with => 'default');
SELECT create_distributed_table('filing', 'home', colocate_with => 'default');
SELECT create_distributed_table('filing_application', 'home', colocate_with => 'default');
SELECT create_distributed_table('filing_scope', 'home', colocate_with => 'default');
SELECT create_distributed_table('guard', 'home', colocate_with => 'default');
SELECT create_distributed_table('history', 'home', colocate_with => 'default');
SELECT create_distributed_table('import', 'home', colocate_with => 'default');
SELECT create_distributed_table('import_finding', 'home', colocate_with => 'default');
SELECT create_distributed_table('instrument', 'home', colocate_with => 'default');
SELECT create_distributed_table('instrument_check', 'home', colocate_with => 'default');
SELECT create_distributed_table('instrument_pause', 'home', colocate_with => 'default');
SELECT create_distributed_table('instrument_scope', 'home', colocate_with => 'default');
SELECT create_distributed_table('lane', 'home', colocate_with => 'default');
SELECT create_distributed_table('looked', 'home', colocate_with => 'default');
SELECT create_distributed_table('person', 'home', colocate_with => 'default');
SELECT create_distributed_table('person_fact', 'home', colocate_with => 'default');
SELECT create_distributed_table('person_link', 'home', colocate_with => 'default');
SELECT create_distributed_table('person_pair', 'home', colocate_with => 'default');
SELECT create_distributed_table('person_share', 'home', colocate_with => 'default');
SELECT create_distributed_table('person_vault', 'home', colocate_with => 'default');
SELECT create_distributed_table('policy_milestone', 'home', colocate_with => 'default');
SELECT create_distributed_table('policy_report', 'home', colocate_with => 'default');
SELECT create_distributed_table('policy_task', 'home', colocate_with => 'default');
SELECT create_distributed_table('policy_task_office', 'home', colocate_with => 'default');
SELECT create_distributed_table('post', 'home', colocate_with => 'default');
SELECT create_distributed_table('run', 'home', colocate_with => 'default');
SELECT create_distributed_table('seal', 'home', colocate_with => 'default');
SELECT create_distributed_table('session', 'home', colocate_with => 'default');
SELECT create_distributed_table('site', 'home', colocate_with => 'default');
SELECT create_distributed_table('statistical_change', 'home', colocate_with => 'default');
SELECT create_distributed_table('statistical_return', 'home', colocate_with => 'default');
SELECT create_distributed_table('statistics_known', 'home', colocate_with => 'default');
SELECT create_distributed_table('statistics_month', 'home', colocate_with => 'default');

-- By key: the directory of globally unique keys.
SELECT create_distributed_table('body_part', 'part', colocate_with => 'none');
SELECT create_distributed_table('directory', 'key_hash', colocate_with => 'none');
SELECT create_distributed_table('person_name_index', 'key_hash', colocate_with => 'none');
SELECT create_distributed_table('throttle', 'key_hash', colocate_with => 'none');

-- On the coordinator alone.
-- idempotency
-- job
-- lease
-- node
-- reader_cursor
-- schema_version
