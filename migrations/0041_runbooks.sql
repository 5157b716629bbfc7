CREATE TABLE `runbook_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`runbook` text NOT NULL,
	`entry` text NOT NULL,
	`incident_number` integer NOT NULL,
	`connection_id` integer NOT NULL,
	`state` text NOT NULL,
	`target` text,
	`channel_id` text,
	`ts` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`incident_number`) REFERENCES `incidents`(`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `runbook_runs_incident` ON `runbook_runs` (`incident_number`);--> statement-breakpoint
CREATE INDEX `runbook_runs_going_on` ON `runbook_runs` (`runbook`,`state`) WHERE "runbook_runs"."state" in ('waiting', 'running');--> statement-breakpoint
CREATE TABLE `runbook_steps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` integer NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`due_at` integer,
	`target` text,
	`message` text,
	`channel_id` text,
	`ts` text,
	`outcome` text,
	FOREIGN KEY (`run_id`) REFERENCES `runbook_runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runbook_steps_position` ON `runbook_steps` (`run_id`,`position`);--> statement-breakpoint
CREATE INDEX `runbook_steps_due` ON `runbook_steps` (`due_at`) WHERE "runbook_steps"."due_at" is not null;--> statement-breakpoint
ALTER TABLE `incident_channels` ADD `people` text;--> statement-breakpoint
ALTER TABLE `incident_channels` ADD `purpose` text;