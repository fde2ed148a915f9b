/** Merged accounts: orders billed to the losing account's customer are flagged. */
trigger AccountTrigger on Account(before delete, after delete) {
    if (Trigger.isBefore) {
        AccountMerge.beforeDelete(Trigger.oldMap);
    } else {
        AccountMerge.afterDelete(Trigger.old);
    }
}
