DROP INDEX `runbook_steps_position`;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `parent_id` integer REFERENCES runbook_steps(id);--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `place` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `step` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `each` text;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `question` text;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `call` text;--> statement-breakpoint
ALTER TABLE `runbook_steps` ADD `result` text;--> statement-breakpoint
UPDATE `runbook_steps` SET `place` = CAST(`position` + 1 AS text), `step` = (SELECT json_extract(`entry`, '$.steps[' || `position` || ']') FROM `runbook_runs` WHERE `runbook_runs`.`id` = `runbook_steps`.`run_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `runbook_steps_place` ON `runbook_steps` (`run_id`,`place`);--> statement-breakpoint
ALTER TABLE `runbook_steps` DROP COLUMN `position`;
