CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "alert_limits" (
    "org_id" TEXT NOT NULL CONSTRAINT "PK_alert_limits" PRIMARY KEY,
    "lag_minutes" INTEGER NOT NULL,
    "held_money" INTEGER NULL
);
CREATE TABLE "alerts" (
    "id" TEXT NOT NULL CONSTRAINT "PK_alerts" PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "open_key" TEXT NULL,
    "text" TEXT NOT NULL,
    "remedy" TEXT NOT NULL,
    "raised_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL
);
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL CONSTRAINT "PK_api_keys" PRIMARY KEY,
    "org_id" TEXT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BLOB NOT NULL,
    "scopes" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "last_used_at" INTEGER NULL,
    "revoked_at" INTEGER NULL
, "ends_at" INTEGER NULL);
CREATE TABLE "audit_heads" (
    "chain" TEXT NOT NULL CONSTRAINT "PK_audit_heads" PRIMARY KEY,
    "sequence" INTEGER NOT NULL,
    "hash" BLOB NOT NULL
);
CREATE TABLE "audit_log" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_audit_log" PRIMARY KEY AUTOINCREMENT,
    "action" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "chain" TEXT NOT NULL,
    "detail_json" TEXT NULL,
    "from" TEXT NULL,
    "hash" BLOB NULL,
    "reason" TEXT NULL,
    "sequence" INTEGER NOT NULL,
    "target" TEXT NULL,
    "who" TEXT NOT NULL
);
CREATE TABLE "configurations" (
    "org_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "json" TEXT NOT NULL,
    "difference_json" TEXT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    CONSTRAINT "PK_configurations" PRIMARY KEY ("org_id", "version")
);
CREATE TABLE "connections" (
    "org_id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "is_primary" INTEGER NOT NULL,
    "public_json" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "secret" BLOB NOT NULL,
    CONSTRAINT "PK_connections" PRIMARY KEY ("org_id", "account")
);
CREATE TABLE "contract_leases" (
    "org_id" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "owner" TEXT NULL,
    "until_at" INTEGER NOT NULL,
    CONSTRAINT "PK_contract_leases" PRIMARY KEY ("org_id", "family")
);
CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL CONSTRAINT "PK_deliveries" PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "destination_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "body_json" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_at" INTEGER NULL,
    "last_at" INTEGER NULL,
    "last_status" INTEGER NULL,
    "last_answer" TEXT NULL,
    "delivered_at" INTEGER NULL
);
CREATE TABLE "destinations" (
    "id" TEXT NOT NULL CONSTRAINT "PK_destinations" PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "secret" BLOB NOT NULL,
    "events" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "failing_since" INTEGER NULL,
    "disabled_at" INTEGER NULL
);
CREATE TABLE "effective_instants" (
    "org_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "PK_effective_instants" PRIMARY KEY ("org_id", "order_id")
);
CREATE TABLE "expected_amounts" (
    "org_id" TEXT NOT NULL,
    "contract_key" TEXT NOT NULL,
    "invoice" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "account_id" TEXT NULL,
    "account_name" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "order_line_id" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "discount" INTEGER NOT NULL,
    CONSTRAINT "PK_expected_amounts" PRIMARY KEY ("org_id", "contract_key", "invoice", "line")
);
CREATE TABLE "idempotent_calls" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "org_id" TEXT NULL,
    "request" BLOB NOT NULL,
    "begun_at" INTEGER NOT NULL,
    "status" INTEGER NULL,
    "content_type" TEXT NULL,
    "answer" BLOB NULL,
    CONSTRAINT "PK_idempotent_calls" PRIMARY KEY ("caller", "key")
);
CREATE TABLE "installation" (
    "key" INTEGER NOT NULL CONSTRAINT "PK_installation" PRIMARY KEY,
    "id" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
, "lease_epoch" INTEGER NOT NULL DEFAULT 0, "people_since" INTEGER NULL);
CREATE TABLE "listed_orders" (
    "org_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "contract_key" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "account_id" TEXT NULL,
    "account_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "activated_at" INTEGER NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NULL,
    "errors_json" TEXT NULL,
    "error_code" TEXT NULL,
    "raised_at" INTEGER NULL,
    "sold" INTEGER NULL,
    "currency" TEXT NULL,
    "next_invoice_on" TEXT NULL,
    "stripe_id" TEXT NULL,
    "customer_id" TEXT NULL,
    "changed_at" INTEGER NOT NULL,
    CONSTRAINT "PK_listed_orders" PRIMARY KEY ("org_id", "order_id")
);
CREATE TABLE "orgs" (
    "id" TEXT NOT NULL CONSTRAINT "PK_orgs" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "is_sync_enabled" INTEGER NOT NULL
);
CREATE TABLE "parked_records" (
    "org_id" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "record_type" TEXT NOT NULL,
    "read_at" INTEGER NOT NULL,
    "modified_at" INTEGER NULL,
    CONSTRAINT "PK_parked_records" PRIMARY KEY ("org_id", "family", "record_id")
);
CREATE TABLE "people" (
    "id" TEXT NOT NULL CONSTRAINT "PK_people" PRIMARY KEY,
    "full_name" TEXT NOT NULL,
    "is_installation_administrator" INTEGER NOT NULL,
    "is_disabled" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "last_sign_in_at" INTEGER NULL,
    "link_hash" BLOB NULL,
    "link_ends_at" INTEGER NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" TEXT NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL
);
CREATE TABLE "person_claims" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_person_claims" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "FK_person_claims_people_user_id" FOREIGN KEY ("user_id") REFERENCES "people" ("id") ON DELETE CASCADE
);
CREATE TABLE "person_logins" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" TEXT NOT NULL,
    CONSTRAINT "PK_person_logins" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "FK_person_logins_people_user_id" FOREIGN KEY ("user_id") REFERENCES "people" ("id") ON DELETE CASCADE
);
CREATE TABLE "person_passkeys" (
    "credential_id" BLOB NOT NULL CONSTRAINT "PK_person_passkeys" PRIMARY KEY,
    "user_id" TEXT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_person_passkeys_people_user_id" FOREIGN KEY ("user_id") REFERENCES "people" ("id")
);
CREATE TABLE "person_roles" (
    "person_id" TEXT NOT NULL,
    "org_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    CONSTRAINT "PK_person_roles" PRIMARY KEY ("person_id", "org_id"),
    CONSTRAINT "FK_person_roles_people_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE
);
CREATE TABLE "person_tokens" (
    "user_id" TEXT NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "PK_person_tokens" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "FK_person_tokens_people_user_id" FOREIGN KEY ("user_id") REFERENCES "people" ("id") ON DELETE CASCADE
);
CREATE TABLE "plan_steps" (
    "run_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "body_json" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "idempotency_key" TEXT NULL,
    "result_id" TEXT NULL,
    "result_json" TEXT NULL,
    "request_id" TEXT NULL,
    "error_json" TEXT NULL,
    "sent_at" INTEGER NULL,
    "ended_at" INTEGER NULL, "attempted_at" INTEGER NULL, "key_generation" INTEGER NOT NULL DEFAULT 0, "looked_at" INTEGER NULL,
    CONSTRAINT "PK_plan_steps" PRIMARY KEY ("run_id", "ordinal"),
    CONSTRAINT "FK_plan_steps_sync_runs_run_id" FOREIGN KEY ("run_id") REFERENCES "sync_runs" ("id") ON DELETE CASCADE
);
CREATE TABLE "poll_cursors" (
    "org_id" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "modified_at" INTEGER NULL,
    "record_id" TEXT NULL,
    "replay_id" TEXT NULL,
    "moved_at" INTEGER NOT NULL,
    CONSTRAINT "PK_poll_cursors" PRIMARY KEY ("org_id", "stream")
);
CREATE TABLE "protection_keys" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_protection_keys" PRIMARY KEY AUTOINCREMENT,
    "friendly_name" TEXT NULL,
    "xml" TEXT NOT NULL
);
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL CONSTRAINT "PK_sessions" PRIMARY KEY,
    "person_id" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "from" TEXT NULL,
    "browser" TEXT NULL,
    "way" TEXT NOT NULL,
    CONSTRAINT "FK_sessions_people_person_id" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE
);
CREATE TABLE "stripe_objects" (
    "org_id" TEXT NOT NULL,
    "salesforce_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stripe_id" TEXT NULL,
    "last_sent_json" TEXT NULL,
    "shape_json" TEXT NULL,
    "is_recorded" INTEGER NOT NULL,
    "former_id" TEXT NULL,
    "changed_at" INTEGER NOT NULL,
    CONSTRAINT "PK_stripe_objects" PRIMARY KEY ("org_id", "salesforce_id", "role")
);
CREATE TABLE "sync_jobs" (
    "org_id" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "continuations_json" TEXT NULL,
    "due_at" INTEGER NOT NULL,
    "errors_json" TEXT NULL,
    "last_error_code" TEXT NULL,
    "orders_json" TEXT NOT NULL,
    "parked_at" INTEGER NULL,
    "priority" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "retry_at" INTEGER NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "PK_sync_jobs" PRIMARY KEY ("org_id", "family")
);
CREATE TABLE "sync_records" (
    "org_id" TEXT NOT NULL,
    "primary_id" TEXT NOT NULL,
    "secondary_id" TEXT NOT NULL,
    "primary_type" TEXT NOT NULL,
    "secondary_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "error_code" TEXT NULL,
    "request_id" TEXT NULL,
    "run_id" TEXT NULL,
    "changed_at" INTEGER NOT NULL,
    CONSTRAINT "PK_sync_records" PRIMARY KEY ("org_id", "primary_id", "secondary_id")
);
CREATE TABLE "sync_runs" (
    "id" TEXT NOT NULL CONSTRAINT "PK_sync_runs" PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "contract_key" TEXT NOT NULL,
    "trigger_order_id" TEXT NULL,
    "reason" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "outcome" TEXT NOT NULL,
    "errors_json" TEXT NULL,
    "write_back_json" TEXT NULL,
    "stripe_calls" INTEGER NOT NULL,
    "salesforce_calls" INTEGER NOT NULL
, "family" TEXT NOT NULL DEFAULT '', "skip_reason" TEXT NULL);
CREATE TABLE "webhook_events" (
    "org_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" TEXT NULL,
    "received_at" INTEGER NOT NULL,
    "handled_at" INTEGER NULL,
    CONSTRAINT "PK_webhook_events" PRIMARY KEY ("org_id", "event_id")
);
CREATE UNIQUE INDEX "IX_alerts_org_id_open_key" ON "alerts" ("org_id", "open_key");
CREATE INDEX "IX_alerts_org_id_raised_at" ON "alerts" ("org_id", "raised_at");
CREATE UNIQUE INDEX "IX_api_keys_hash" ON "api_keys" ("hash");
CREATE INDEX "IX_audit_log_chain_at" ON "audit_log" ("chain", "at");
CREATE UNIQUE INDEX "IX_audit_log_chain_sequence" ON "audit_log" ("chain", "sequence");
CREATE INDEX "IX_deliveries_created_at" ON "deliveries" ("created_at");
CREATE INDEX "IX_deliveries_destination_id_created_at" ON "deliveries" ("destination_id", "created_at");
CREATE INDEX "IX_deliveries_next_at" ON "deliveries" ("next_at");
CREATE INDEX "IX_destinations_org_id" ON "destinations" ("org_id");
CREATE INDEX "IX_expected_amounts_org_id_currency_date" ON "expected_amounts" ("org_id", "currency", "date");
CREATE INDEX "IX_idempotent_calls_begun_at" ON "idempotent_calls" ("begun_at");
CREATE INDEX "IX_listed_orders_org_id_activated_at" ON "listed_orders" ("org_id", "activated_at");
CREATE INDEX "IX_listed_orders_org_id_changed_at" ON "listed_orders" ("org_id", "changed_at");
CREATE INDEX "IX_listed_orders_org_id_contract_key" ON "listed_orders" ("org_id", "contract_key");
CREATE INDEX "IX_listed_orders_org_id_number" ON "listed_orders" ("org_id", "number");
CREATE INDEX "IX_listed_orders_org_id_state_activated_at" ON "listed_orders" ("org_id", "state", "activated_at");
CREATE INDEX "EmailIndex" ON "people" ("normalized_email");
CREATE UNIQUE INDEX "IX_people_link_hash" ON "people" ("link_hash");
CREATE UNIQUE INDEX "UserNameIndex" ON "people" ("normalized_user_name");
CREATE INDEX "IX_person_claims_user_id" ON "person_claims" ("user_id");
CREATE INDEX "IX_person_logins_user_id" ON "person_logins" ("user_id");
CREATE INDEX "IX_person_passkeys_user_id" ON "person_passkeys" ("user_id");
CREATE INDEX "IX_plan_steps_org_id_result_id" ON "plan_steps" ("org_id", "result_id");
CREATE INDEX "IX_sessions_person_id_started_at" ON "sessions" ("person_id", "started_at");
CREATE INDEX "IX_stripe_objects_org_id_stripe_id" ON "stripe_objects" ("org_id", "stripe_id");
CREATE INDEX "IX_sync_jobs_org_id_priority_due_at" ON "sync_jobs" ("org_id", "priority", "due_at");
CREATE INDEX "IX_sync_records_org_id_status_changed_at" ON "sync_records" ("org_id", "status", "changed_at");
CREATE INDEX "IX_sync_runs_org_id_contract_key_started_at" ON "sync_runs" ("org_id", "contract_key", "started_at");
CREATE INDEX "IX_sync_runs_org_id_family_outcome" ON "sync_runs" ("org_id", "family", "outcome");
CREATE INDEX "IX_sync_runs_org_id_started_at" ON "sync_runs" ("org_id", "started_at");
CREATE INDEX "IX_webhook_events_org_id_received_at" ON "webhook_events" ("org_id", "received_at");
INSERT INTO "__EFMigrationsHistory" VALUES ('20261122220702_Initial', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261130024013_ConnectedOrgs', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261130030805_ListedOrders', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261130032921_Leases', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261130073751_People', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261130150920_Outgoing', '10.0.15');
