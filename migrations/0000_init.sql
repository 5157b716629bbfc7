CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`service_id` integer,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `cards` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`incident_number` integer NOT NULL,
	`target` text NOT NULL,
	`channel_id` text,
	`ts` text,
	`is_home` integer NOT NULL,
	`is_called_off` integer DEFAULT false NOT NULL,
	`rerouted_from` text,
	`storm_id` integer,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`storm_id`) REFERENCES `storms`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cards_incident` ON `cards` (`incident_number`);--> statement-breakpoint
CREATE INDEX `cards_storm` ON `cards` (`storm_id`) WHERE "cards"."storm_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `cards_message` ON `cards` (`connection_id`,`channel_id`,`ts`);--> statement-breakpoint
CREATE TABLE `channels` (
	`connection_id` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`is_private` integer NOT NULL,
	`is_archived` integer NOT NULL,
	`is_member` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `id`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `channels_name` ON `channels` (`connection_id`,`name`);--> statement-breakpoint
CREATE TABLE `closed_channels` (
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`code` text NOT NULL,
	`fallback` text,
	`closed_at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `target`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `connections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`team_id` text,
	`team_name` text,
	`bot_user_id` text,
	`bot_id` text,
	`settings` text,
	`channels_listed_at` integer,
	`people_listed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connections_team` ON `connections` (`team_id`);--> statement-breakpoint
CREATE TABLE `cover_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`schedule` text NOT NULL,
	`user_id` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`accepted_by` text,
	`accepted_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uuid` text NOT NULL,
	`connection_id` integer NOT NULL,
	`lane` text NOT NULL,
	`priority` integer NOT NULL,
	`kind` text NOT NULL,
	`card_id` integer,
	`storm_id` integer,
	`notice_id` integer,
	`event_id` integer,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`in_doubt_since` integer,
	`is_taken` integer DEFAULT false NOT NULL,
	`failed_at` integer,
	`error` text,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`card_id`) REFERENCES `cards`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`storm_id`) REFERENCES `storms`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`notice_id`) REFERENCES `notices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `timeline_events`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting_card` ON `deliveries` (`card_id`) WHERE "deliveries"."kind" = 'card' and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_waiting_cards` ON `deliveries` (`lane`) WHERE "deliveries"."kind" = 'card' and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting_storm` ON `deliveries` (`storm_id`,`kind`) WHERE "deliveries"."storm_id" is not null and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`lane`,"is_taken" desc,`priority`,`id`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`due_at`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_card` ON `deliveries` (`card_id`);--> statement-breakpoint
CREATE INDEX `deliveries_storm` ON `deliveries` (`storm_id`) WHERE "deliveries"."storm_id" is not null;--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`failed_at`) WHERE "deliveries"."failed_at" is not null;--> statement-breakpoint
CREATE TABLE `documents` (
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`kind`, `name`)
);
--> statement-breakpoint
CREATE TABLE `hand_offs` (
	`schedule` text PRIMARY KEY NOT NULL,
	`user_id` integer,
	`since` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `incidents` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`status_by` text,
	`status_at` integer,
	`snoozed_until` integer,
	`resolution_note` text,
	`urgency` text NOT NULL,
	`urgency_rank` integer NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`service_id` integer,
	`dedup_scope` integer NOT NULL,
	`components` text NOT NULL,
	`source` text,
	`url` text,
	`details` text,
	`dedup_key` text NOT NULL,
	`alert_count` integer NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`last_alert_at` integer NOT NULL,
	`first_acknowledged_at` integer,
	`escalation` text,
	`pauses` text DEFAULT '[]' NOT NULL,
	`breached` text DEFAULT '[]' NOT NULL,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_live_dedup_key` ON `incidents` (`dedup_key`,`dedup_scope`) WHERE "incidents"."status" <> 'RESOLVED';--> statement-breakpoint
CREATE INDEX `incidents_by_urgency` ON `incidents` (`status`,`urgency_rank`,`number`);--> statement-breakpoint
CREATE INDEX `incidents_by_service` ON `incidents` (`service_id`,`number`);--> statement-breakpoint
CREATE INDEX `incidents_by_status` ON `incidents` (`status`,`number`);--> statement-breakpoint
CREATE INDEX `incidents_opened` ON `incidents` (`opened_at`,`urgency`,`service_id`,`first_acknowledged_at`,`status`,`status_at`,`number`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	`notice` text NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `overrides` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`schedule` text NOT NULL,
	`user_id` integer NOT NULL,
	`replaces` integer,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replaces`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `overrides_schedule` ON `overrides` (`schedule`,`to_at`);--> statement-breakpoint
CREATE TABLE `pending_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`request_key` text NOT NULL,
	`request` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_requests_key` ON `pending_requests` (`request_key`);--> statement-breakpoint
CREATE TABLE `seen_requests` (
	`key` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `seen_requests_at` ON `seen_requests` (`at`);--> statement-breakpoint
CREATE TABLE `services` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`channel` text,
	`escalation_policy` text,
	`sla` text,
	`acknowledge_reminder` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `services_name` ON `services` (lower("name"));--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_agent` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_hash` ON `sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`connection_id`,`slack_user_id`);--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	`path` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_links_expiry` ON `sign_in_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `slack_identities` (
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	`team_id` text NOT NULL,
	`display_name` text NOT NULL,
	`email` text,
	`timezone` text,
	`is_guest` integer NOT NULL,
	`is_bot` integer NOT NULL,
	`is_deactivated` integer NOT NULL,
	`is_workspace_admin` integer NOT NULL,
	`refreshed_at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `slack_user_id`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `slack_identities_email` ON `slack_identities` (`email`);--> statement-breakpoint
CREATE TABLE `slack_user_groups` (
	`connection_id` integer NOT NULL,
	`id` text NOT NULL,
	`handle` text NOT NULL,
	`members` text NOT NULL,
	PRIMARY KEY(`connection_id`, `id`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `storm_acknowledgements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`storm_id` integer NOT NULL,
	`through_number` integer NOT NULL,
	`actor` text NOT NULL,
	`request_key` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`storm_id`) REFERENCES `storms`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `storm_acknowledgements_key` ON `storm_acknowledgements` (`request_key`);--> statement-breakpoint
CREATE TABLE `storm_lines` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`storm_id` integer NOT NULL,
	`event_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`delivery_id` integer,
	FOREIGN KEY (`storm_id`) REFERENCES `storms`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `timeline_events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`delivery_id`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `storm_lines_waiting` ON `storm_lines` (`storm_id`,`id`) WHERE "storm_lines"."delivery_id" is null;--> statement-breakpoint
CREATE INDEX `storm_lines_delivery` ON `storm_lines` (`delivery_id`) WHERE "storm_lines"."delivery_id" is not null;--> statement-breakpoint
CREATE TABLE `storms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`target` text NOT NULL,
	`channel_id` text,
	`ts` text,
	`rerouted_from` text,
	`started_at` integer NOT NULL,
	`last_joined_at` integer NOT NULL,
	`drawn_at` integer,
	`is_over` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `storms_lane` ON `storms` (`connection_id`,`target`) WHERE "storms"."is_over" = 0;--> statement-breakpoint
CREATE TABLE `timeline_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`kind` text NOT NULL,
	`fact` text NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `timeline_events_incident` ON `timeline_events` (`incident_number`,`id`);--> statement-breakpoint
CREATE INDEX `timeline_events_breaches` ON `timeline_events` (`incident_number`) WHERE "timeline_events"."kind" = 'sla_breached';--> statement-breakpoint
CREATE TABLE `timers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_number` integer NOT NULL,
	`kind` text NOT NULL,
	`due_at` integer NOT NULL,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `timers_incident_kind` ON `timers` (`incident_number`,`kind`);--> statement-breakpoint
CREATE INDEX `timers_due` ON `timers` (`due_at`);--> statement-breakpoint
CREATE TABLE `user_group_failures` (
	`connection_id` integer NOT NULL,
	`user_group` text NOT NULL,
	`members` text NOT NULL,
	`code` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `user_group`),
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`timezone` text,
	`active` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);