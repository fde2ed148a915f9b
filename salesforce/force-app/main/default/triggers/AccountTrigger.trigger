/** Merged accounts: orders billed to the losing account's customer are flagged. */
trigger AccountTrigger on Account(before delete, after delete) {
    AccountMerge.onDelete(Trigger.operationType, Trigger.old);
}
