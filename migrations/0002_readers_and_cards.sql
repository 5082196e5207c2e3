CREATE TABLE "cards" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"wizard_id" text,
	"key_id" text,
	"uid_hmac" "bytea" NOT NULL,
	"uid_suffix" text NOT NULL,
	"atr" text,
	"technology" text NOT NULL,
	"fido2_applet" boolean NOT NULL,
	"assurance" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cards_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "agent_tokens" (
	"workspace_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"jti" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_tokens_workspace_id_agent_id_jti_pk" PRIMARY KEY("workspace_id","agent_id","jti")
);
--> statement-breakpoint
CREATE TABLE "pairing_codes" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"handle" text NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"kind" text NOT NULL,
	"agent_name" text,
	"user_id" text,
	"enrolment_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "pairing_codes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "reader_agents" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"user_id" text,
	"enrolment_id" text,
	"platform" text NOT NULL,
	"version" text NOT NULL,
	"code_hash" "bytea",
	"code_expires_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"online_until" timestamp (3) with time zone,
	"last_seen_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "reader_agents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "readers" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"agent_id" text NOT NULL,
	"name" text NOT NULL,
	"adapter" text NOT NULL,
	"connected" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "readers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "tap_jobs" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"agent_id" text NOT NULL,
	"reader_id" text NOT NULL,
	"purpose" text NOT NULL,
	"wizard_id" text,
	"key_id" text,
	"enrolment_id" text,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"claim_key" text,
	"lease_until" timestamp (3) with time zone,
	"result_key" text,
	"failure" text,
	"taken_by_key_id" text,
	"uid_suffix" text,
	"technology" text,
	"fido2_applet" boolean,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "tap_jobs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "activation_sessions" ADD COLUMN "agent_id" text;--> statement-breakpoint
ALTER TABLE "security_keys" ADD COLUMN "card_activation" text;--> statement-breakpoint
ALTER TABLE "security_keys" ADD COLUMN "pin_tries_since_tap" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_workspace_id_wizard_id_wizards_workspace_id_id_fk" FOREIGN KEY ("workspace_id","wizard_id") REFERENCES "public"."wizards"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_codes" ADD CONSTRAINT "pairing_codes_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reader_agents" ADD CONSTRAINT "reader_agents_workspace_id_user_id_users_workspace_id_id_fk" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."users"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readers" ADD CONSTRAINT "readers_workspace_id_agent_id_reader_agents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."reader_agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tap_jobs" ADD CONSTRAINT "tap_jobs_workspace_id_reader_id_readers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","reader_id") REFERENCES "public"."readers"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tap_jobs" ADD CONSTRAINT "tap_jobs_workspace_id_wizard_id_wizards_workspace_id_id_fk" FOREIGN KEY ("workspace_id","wizard_id") REFERENCES "public"."wizards"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tap_jobs" ADD CONSTRAINT "tap_jobs_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tap_jobs" ADD CONSTRAINT "tap_jobs_workspace_id_enrolment_id_enrolments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrolment_id") REFERENCES "public"."enrolments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cards_uid_hmac_key" ON "cards" USING btree ("workspace_id","uid_hmac") WHERE state <> 'RELEASED';--> statement-breakpoint
CREATE UNIQUE INDEX "cards_key_id_key" ON "cards" USING btree ("workspace_id","key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cards_wizard_id_key" ON "cards" USING btree ("workspace_id","wizard_id");--> statement-breakpoint
CREATE INDEX "cards_by_state" ON "cards" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "agent_tokens_by_expiry" ON "agent_tokens" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pairing_codes_handle_key" ON "pairing_codes" USING btree ("handle");--> statement-breakpoint
CREATE INDEX "pairing_codes_by_expiry" ON "pairing_codes" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reader_agents_code_hash_key" ON "reader_agents" USING btree ("workspace_id","code_hash");--> statement-breakpoint
CREATE INDEX "reader_agents_by_enrolment" ON "reader_agents" USING btree ("workspace_id","enrolment_id");--> statement-breakpoint
CREATE INDEX "reader_agents_by_presence" ON "reader_agents" USING btree ("workspace_id","online_until");--> statement-breakpoint
CREATE UNIQUE INDEX "readers_name_key" ON "readers" USING btree ("workspace_id","agent_id","name");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_agent" ON "tap_jobs" USING btree ("workspace_id","agent_id","status","id");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_status" ON "tap_jobs" USING btree ("workspace_id","status","expires_at");