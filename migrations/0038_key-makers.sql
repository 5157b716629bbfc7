ALTER TABLE `api_keys` ADD `made_by` text;--> statement-breakpoint
-- Who made the keys that are there, as far as the audit log says.
UPDATE `api_keys` SET `made_by` = (
  SELECT `made_by` FROM `audit_entries`
  WHERE `section` = 'api_keys' AND `after` IS NOT NULL AND json_extract(`after`, '$.prefix') = `api_keys`.`prefix`
  ORDER BY `id` LIMIT 1
);
