ALTER TABLE `cards` ADD `mentions` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `mention` text;