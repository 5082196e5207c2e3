CREATE TABLE "challenges" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"challenge" text NOT NULL,
	"purpose" text NOT NULL,
	"owner" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "challenges_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"workspace_id" text NOT NULL,
	"group_id" text NOT NULL,
	"user_id" text NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "group_members_workspace_id_group_id_user_id_pk" PRIMARY KEY("workspace_id","group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"allowed_key_kinds" text[],
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text NOT NULL,
	"username" text NOT NULL,
	"employee_number" text,
	"department" text,
	"phone" text,
	"status" text NOT NULL,
	"role" text,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "activation_links" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"replaced_at" timestamp (3) with time zone,
	CONSTRAINT "activation_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "activation_sessions" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "activation_sessions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"key_id" text NOT NULL,
	"status" text NOT NULL,
	"proof" text NOT NULL,
	"code_hash" "bytea",
	"code_tries" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "enrolments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "wizards" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"created_by" text NOT NULL,
	"status" text NOT NULL,
	"details" jsonb,
	"group_ids" text[],
	"security_key" jsonb,
	"user_id" text,
	"enrolment_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "wizards_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_checkpoints" (
	"workspace_id" text NOT NULL,
	"number" bigint NOT NULL,
	"mac" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_checkpoints_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "event_outbox" (
	"workspace_id" text NOT NULL,
	"position" bigserial NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"user_id" text,
	"key_id" text,
	"enrolment_id" text,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_outbox_workspace_id_position_pk" PRIMARY KEY("workspace_id","position")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" text NOT NULL,
	"number" bigint NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"user_id" text,
	"key_id" text,
	"enrolment_id" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"canonical" text NOT NULL,
	"mac" "bytea" NOT NULL,
	CONSTRAINT "events_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_tokens_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" text NOT NULL,
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_actor_key_pk" PRIMARY KEY("workspace_id","actor","key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"key_id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "authenticator_models" (
	"aaguid" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"roots" text[] DEFAULT '{}' NOT NULL,
	"revoked" boolean NOT NULL,
	"blob_number" integer NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "security_keys" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"smartphone" jsonb,
	"offline_ready" boolean,
	"device_evidence" text,
	"pin_hash" text,
	"pin_tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "security_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "webauthn_credentials" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"key_id" text NOT NULL,
	"user_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"aaguid" text NOT NULL,
	"attested" boolean NOT NULL,
	"attestation_format" text NOT NULL,
	"attestation_object" "bytea" NOT NULL,
	"backup_eligible" boolean NOT NULL,
	"backed_up" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webauthn_credentials_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "mail_outbox" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"enrolment_id" text,
	"sealed" "bytea",
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"transport" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "mail_outbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"workspace_id" text NOT NULL,
	"purpose" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "data_keys_workspace_id_purpose_pk" PRIMARY KEY("workspace_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"policies" jsonb NOT NULL,
	"rp_id" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_workspace_id_group_id_groups_workspace_id_id_fk" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activation_links" ADD CONSTRAINT "activation_links_workspace_id_enrolment_id_enrolments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrolment_id") REFERENCES "public"."enrolments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activation_sessions" ADD CONSTRAINT "activation_sessions_workspace_id_enrolment_id_enrolments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrolment_id") REFERENCES "public"."enrolments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_keys" ADD CONSTRAINT "security_keys_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webauthn_credentials" ADD CONSTRAINT "webauthn_credentials_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "challenges_challenge_key" ON "challenges" USING btree ("workspace_id","challenge");--> statement-breakpoint
CREATE INDEX "challenges_by_expiry" ON "challenges" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "group_members_by_user" ON "group_members" USING btree ("workspace_id","user_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name_key" ON "groups" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("workspace_id",lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_username_key" ON "users" USING btree ("workspace_id",lower("username"));--> statement-breakpoint
CREATE INDEX "users_by_name" ON "users" USING btree ("workspace_id",lower("display_name"),"id");--> statement-breakpoint
CREATE INDEX "users_by_status" ON "users" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "activation_links_token_hash_key" ON "activation_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "activation_links_by_enrolment" ON "activation_links" USING btree ("workspace_id","enrolment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "activation_sessions_token_hash_key" ON "activation_sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "activation_sessions_by_enrolment" ON "activation_sessions" USING btree ("workspace_id","enrolment_id");--> statement-breakpoint
CREATE INDEX "enrolments_by_user" ON "enrolments" USING btree ("workspace_id","user_id","id");--> statement-breakpoint
CREATE INDEX "enrolments_by_key" ON "enrolments" USING btree ("workspace_id","key_id","id");--> statement-breakpoint
CREATE INDEX "enrolments_by_status" ON "enrolments" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE INDEX "enrolments_by_expiry" ON "enrolments" USING btree ("workspace_id","status","expires_at");--> statement-breakpoint
CREATE INDEX "wizards_by_creator" ON "wizards" USING btree ("workspace_id","created_by","id");--> statement-breakpoint
CREATE INDEX "wizards_by_expiry" ON "wizards" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "events_by_user" ON "events" USING btree ("workspace_id","user_id","number");--> statement-breakpoint
CREATE INDEX "events_by_type" ON "events" USING btree ("workspace_id","type","number");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "security_keys_by_user" ON "security_keys" USING btree ("workspace_id","user_id","id");--> statement-breakpoint
CREATE INDEX "security_keys_by_status" ON "security_keys" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webauthn_credentials_credential_id_key" ON "webauthn_credentials" USING btree ("workspace_id","credential_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webauthn_credentials_key_id_key" ON "webauthn_credentials" USING btree ("workspace_id","key_id");--> statement-breakpoint
CREATE INDEX "webauthn_credentials_by_user" ON "webauthn_credentials" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "mail_outbox_due" ON "mail_outbox" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "mail_outbox_by_enrolment" ON "mail_outbox" USING btree ("workspace_id","enrolment_id");