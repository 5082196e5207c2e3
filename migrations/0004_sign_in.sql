CREATE TABLE "offline_agents" (
	"workspace_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"sealing_key" "bytea",
	"journal_number" integer DEFAULT 0 NOT NULL,
	"journal_hash" text DEFAULT '' NOT NULL,
	"journal_broken_at" timestamp (3) with time zone,
	CONSTRAINT "offline_agents_workspace_id_agent_id_pk" PRIMARY KEY("workspace_id","agent_id")
);
--> statement-breakpoint
CREATE TABLE "offline_grants" (
	"workspace_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"key_id" text NOT NULL,
	"verifier" text NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offline_grants_workspace_id_agent_id_key_id_pk" PRIMARY KEY("workspace_id","agent_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "application_groups" (
	"workspace_id" text NOT NULL,
	"application_id" text NOT NULL,
	"group_id" text NOT NULL,
	"claims" text[] NOT NULL,
	CONSTRAINT "application_groups_workspace_id_application_id_group_id_pk" PRIMARY KEY("workspace_id","application_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"secret_hash" "bytea",
	"redirect_uris" text[] NOT NULL,
	"post_logout_redirect_uris" text[] NOT NULL,
	"id_token_algorithm" text NOT NULL,
	"groups_claim" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "applications_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "oidc_artifacts" (
	"workspace_id" text NOT NULL,
	"id_hash" "bytea" NOT NULL,
	"model" text NOT NULL,
	"uid" text,
	"grant_id" text,
	"session_id" text,
	"application_id" text,
	"payload" jsonb NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oidc_artifacts_workspace_id_id_hash_pk" PRIMARY KEY("workspace_id","id_hash")
);
--> statement-breakpoint
CREATE TABLE "oidc_keys" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"algorithm" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "oidc_keys_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"named" boolean NOT NULL,
	"application_id" text,
	"agent_id" text,
	"listen_nonce" text,
	"heard_at" timestamp (3) with time zone,
	"tap_job_id" text,
	"key_id" text,
	"user_verified" boolean DEFAULT false NOT NULL,
	"proximity" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_ins_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "activation_links" ADD COLUMN "shown" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "amr" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "proximity" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "agent_id" text;--> statement-breakpoint
ALTER TABLE "reader_agents" ADD COLUMN "radio" text DEFAULT 'NONE' NOT NULL;--> statement-breakpoint
ALTER TABLE "tap_jobs" ADD COLUMN "sign_in_id" text;--> statement-breakpoint
ALTER TABLE "offline_agents" ADD CONSTRAINT "offline_agents_workspace_id_agent_id_reader_agents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."reader_agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_grants" ADD CONSTRAINT "offline_grants_workspace_id_agent_id_reader_agents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."reader_agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offline_grants" ADD CONSTRAINT "offline_grants_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_groups" ADD CONSTRAINT "application_groups_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_groups" ADD CONSTRAINT "application_groups_workspace_id_group_id_groups_workspace_id_id_fk" FOREIGN KEY ("workspace_id","group_id") REFERENCES "public"."groups"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_artifacts" ADD CONSTRAINT "oidc_artifacts_workspace_id_session_id_sessions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","session_id") REFERENCES "public"."sessions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_artifacts" ADD CONSTRAINT "oidc_artifacts_workspace_id_application_id_applications_workspace_id_id_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_workspace_id_key_id_security_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."security_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offline_grants_by_key" ON "offline_grants" USING btree ("workspace_id","key_id");--> statement-breakpoint
CREATE INDEX "offline_grants_by_expiry" ON "offline_grants" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "application_groups_by_group" ON "application_groups" USING btree ("workspace_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_artifacts_id_hash_key" ON "oidc_artifacts" USING btree ("id_hash");--> statement-breakpoint
CREATE INDEX "oidc_artifacts_by_uid" ON "oidc_artifacts" USING btree ("workspace_id","uid");--> statement-breakpoint
CREATE INDEX "oidc_artifacts_by_grant" ON "oidc_artifacts" USING btree ("workspace_id","grant_id");--> statement-breakpoint
CREATE INDEX "oidc_artifacts_by_session" ON "oidc_artifacts" USING btree ("workspace_id","session_id");--> statement-breakpoint
CREATE INDEX "oidc_artifacts_by_expiry" ON "oidc_artifacts" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_ins_token_hash_key" ON "sign_ins" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sign_ins_by_agent" ON "sign_ins" USING btree ("workspace_id","agent_id");--> statement-breakpoint
CREATE INDEX "sign_ins_by_expiry" ON "sign_ins" USING btree ("workspace_id","expires_at");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_sign_in" ON "tap_jobs" USING btree ("workspace_id","sign_in_id");