using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>What deleting a record means for those that point to it: details go with their master, lookups are emptied, required ones forbid it.</summary>
internal static class Deletion
{
    public static void ReleaseChildren(Record record, WriteMode mode, WriteSession session)
    {
        var relations = record
            .Type.Children.Select(relation => (Relation: relation, Children: Living(relation, record, session.Store)))
            .Where(found => found.Children.Count > 0)
            .ToList();
        foreach (var (relation, children) in relations)
            if (relation.Field is { IsRequired: true, IsDetail: false })
                throw Api.RecordErrors.StillNeeded(NameOf(record), relation.Child.LabelPlural, children.Select(NameOf));
        foreach (var (relation, children) in relations)
        foreach (var child in children)
        {
            if (relation.Field.IsDetail)
                session.Delete(child, mode);
            else
                session.Update(child, new Dictionary<FieldDef, object?> { [relation.Field] = null }, WriteMode.Fixture);
        }
    }

    private static List<Record> Living(ChildRelationship relation, Record parent, RecordStore store) =>
        [.. store[relation.Child].Find(relation.Field, parent.Id).Where(child => !child.IsDeleted).OrderBy(child => child.Sequence)];

    private static string NameOf(Record record) => record.Type.NameField is { } name && record[name] is string text ? text : record.Id;
}
