using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CpqBilling.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Leases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {

            migrationBuilder.DropPrimaryKey(name: "PK_sync_jobs", table: "sync_jobs");

            migrationBuilder.DropIndex(name: "IX_sync_jobs_state_priority_due_at", table: "sync_jobs");

            // A contract was named by its first order; looking at it finds the family and queues it there.
            migrationBuilder.RenameColumn(name: "contract_key", table: "sync_jobs", newName: "family");

            migrationBuilder.DropColumn(name: "state", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "lease_owner", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "lease_until", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "lease_number", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "is_requested_again", table: "sync_jobs");

            migrationBuilder.AddColumn<long>(name: "retry_at", table: "sync_jobs", type: "bigint", nullable: true);

            migrationBuilder.AddColumn<long>(name: "parked_at", table: "sync_jobs", type: "bigint", nullable: true);

            migrationBuilder.AddColumn<string>(name: "continuations_json", table: "sync_jobs", type: "text", nullable: true);

            migrationBuilder.AddColumn<string>(name: "errors_json", table: "sync_jobs", type: "text", nullable: true);

            migrationBuilder.AddColumn<int>(name: "requests", table: "sync_jobs", type: "integer", nullable: false, defaultValue: 0);

            migrationBuilder.AddPrimaryKey(name: "PK_sync_jobs", table: "sync_jobs", columns: new[] { "org_id", "family" });

            migrationBuilder.CreateIndex(
                name: "IX_sync_jobs_org_id_priority_due_at",
                table: "sync_jobs",
                columns: new[] { "org_id", "priority", "due_at" });

            migrationBuilder.AddColumn<string>(
                name: "family",
                table: "sync_runs",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "skip_reason",
                table: "sync_runs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "attempted_at",
                table: "plan_steps",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "key_generation",
                table: "plan_steps",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "looked_at",
                table: "plan_steps",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "lease_epoch",
                table: "installation",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "contract_leases",
                columns: table => new
                {
                    org_id = table.Column<string>(type: "text", nullable: false),
                    family = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    until_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contract_leases", x => new { x.org_id, x.family });
                });

            migrationBuilder.CreateTable(
                name: "parked_records",
                columns: table => new
                {
                    org_id = table.Column<string>(type: "text", nullable: false),
                    family = table.Column<string>(type: "text", nullable: false),
                    record_id = table.Column<string>(type: "text", nullable: false),
                    record_type = table.Column<string>(type: "text", nullable: false),
                    read_at = table.Column<long>(type: "bigint", nullable: false),
                    modified_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_parked_records", x => new { x.org_id, x.family, x.record_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_sync_runs_org_id_family_outcome",
                table: "sync_runs",
                columns: new[] { "org_id", "family", "outcome" });

            migrationBuilder.Sql("UPDATE sync_runs SET family = contract_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

            migrationBuilder.DropPrimaryKey(name: "PK_sync_jobs", table: "sync_jobs");

            migrationBuilder.DropIndex(name: "IX_sync_jobs_org_id_priority_due_at", table: "sync_jobs");

            migrationBuilder.RenameColumn(name: "family", table: "sync_jobs", newName: "contract_key");

            migrationBuilder.DropColumn(name: "retry_at", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "parked_at", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "errors_json", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "continuations_json", table: "sync_jobs");

            migrationBuilder.DropColumn(name: "requests", table: "sync_jobs");

            migrationBuilder.AddColumn<string>(name: "state", table: "sync_jobs", type: "text", nullable: false, defaultValue: "Waiting");

            migrationBuilder.AddColumn<string>(name: "lease_owner", table: "sync_jobs", type: "text", nullable: true);

            migrationBuilder.AddColumn<long>(name: "lease_until", table: "sync_jobs", type: "bigint", nullable: true);

            migrationBuilder.AddColumn<int>(name: "lease_number", table: "sync_jobs", type: "integer", nullable: false, defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "is_requested_again",
                table: "sync_jobs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddPrimaryKey(name: "PK_sync_jobs", table: "sync_jobs", columns: new[] { "org_id", "contract_key" });

            migrationBuilder.CreateIndex(
                name: "IX_sync_jobs_state_priority_due_at",
                table: "sync_jobs",
                columns: new[] { "state", "priority", "due_at" });
            migrationBuilder.DropTable(
                name: "contract_leases");

            migrationBuilder.DropTable(
                name: "parked_records");

            migrationBuilder.DropIndex(
                name: "IX_sync_runs_org_id_family_outcome",
                table: "sync_runs");

            migrationBuilder.DropColumn(
                name: "family",
                table: "sync_runs");

            migrationBuilder.DropColumn(
                name: "skip_reason",
                table: "sync_runs");

            migrationBuilder.DropColumn(
                name: "attempted_at",
                table: "plan_steps");

            migrationBuilder.DropColumn(
                name: "key_generation",
                table: "plan_steps");

            migrationBuilder.DropColumn(
                name: "looked_at",
                table: "plan_steps");

            migrationBuilder.DropColumn(
                name: "lease_epoch",
                table: "installation");
        }
    }
}
