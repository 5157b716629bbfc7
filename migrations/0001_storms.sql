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
CREATE TABLE `notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`connection_id` integer NOT NULL,
	`slack_user_id` text NOT NULL,
	`notice` text NOT NULL,
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
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_deliveries` (
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
INSERT INTO `__new_deliveries`("id", "uuid", "connection_id", "lane", "priority", "kind", "card_id", "event_id", "created_at", "attempts", "due_at", "in_doubt_since", "is_taken", "failed_at", "error") SELECT "id", "uuid", "connection_id", "lane", "priority", "kind", "card_id", "event_id", "created_at", "attempts", "due_at", "in_doubt_since", "is_taken", "failed_at", "error" FROM `deliveries`;--> statement-breakpoint
DROP TABLE `deliveries`;--> statement-breakpoint
ALTER TABLE `__new_deliveries` RENAME TO `deliveries`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting_card` ON `deliveries` (`card_id`) WHERE "deliveries"."kind" = 'card' and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_waiting_cards` ON `deliveries` (`lane`) WHERE "deliveries"."kind" = 'card' and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting_storm` ON `deliveries` (`storm_id`,`kind`) WHERE "deliveries"."storm_id" is not null and "deliveries"."is_taken" = 0 and "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`lane`,"is_taken" desc,`priority`,`id`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`due_at`) WHERE "deliveries"."failed_at" is null;--> statement-breakpoint
CREATE INDEX `deliveries_card` ON `deliveries` (`card_id`);--> statement-breakpoint
CREATE INDEX `deliveries_storm` ON `deliveries` (`storm_id`) WHERE "deliveries"."storm_id" is not null;--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`failed_at`) WHERE "deliveries"."failed_at" is not null;--> statement-breakpoint
ALTER TABLE `cards` ADD `storm_id` integer REFERENCES storms(id);--> statement-breakpoint
CREATE INDEX `cards_storm` ON `cards` (`storm_id`) WHERE "cards"."storm_id" is not null;