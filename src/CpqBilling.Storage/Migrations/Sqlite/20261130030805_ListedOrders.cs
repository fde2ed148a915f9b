using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CpqBilling.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ListedOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "expected_amounts",
                columns: table => new
                {
                    org_id = table.Column<string>(type: "TEXT", nullable: false),
                    contract_key = table.Column<string>(type: "TEXT", nullable: false),
                    invoice = table.Column<int>(type: "INTEGER", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<string>(type: "TEXT", nullable: true),
                    account_name = table.Column<string>(type: "TEXT", nullable: false),
                    order_id = table.Column<string>(type: "TEXT", nullable: false),
                    order_number = table.Column<string>(type: "TEXT", nullable: false),
                    order_line_id = table.Column<string>(type: "TEXT", nullable: false),
                    product = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    quantity = table.Column<long>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    discount = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_expected_amounts", x => new { x.org_id, x.contract_key, x.invoice, x.line });
                });

            migrationBuilder.CreateTable(
                name: "listed_orders",
                columns: table => new
                {
                    org_id = table.Column<string>(type: "TEXT", nullable: false),
                    order_id = table.Column<string>(type: "TEXT", nullable: false),
                    contract_key = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<string>(type: "TEXT", nullable: true),
                    account_name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    activated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    errors_json = table.Column<string>(type: "TEXT", nullable: true),
                    error_code = table.Column<string>(type: "TEXT", nullable: true),
                    raised_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sold = table.Column<long>(type: "INTEGER", nullable: true),
                    currency = table.Column<string>(type: "TEXT", nullable: true),
                    next_invoice_on = table.Column<string>(type: "TEXT", nullable: true),
                    stripe_id = table.Column<string>(type: "TEXT", nullable: true),
                    customer_id = table.Column<string>(type: "TEXT", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listed_orders", x => new { x.org_id, x.order_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_expected_amounts_org_id_currency_date",
                table: "expected_amounts",
                columns: new[] { "org_id", "currency", "date" });

            migrationBuilder.CreateIndex(
                name: "IX_listed_orders_org_id_activated_at",
                table: "listed_orders",
                columns: new[] { "org_id", "activated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_listed_orders_org_id_changed_at",
                table: "listed_orders",
                columns: new[] { "org_id", "changed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_listed_orders_org_id_contract_key",
                table: "listed_orders",
                columns: new[] { "org_id", "contract_key" });

            migrationBuilder.CreateIndex(
                name: "IX_listed_orders_org_id_number",
                table: "listed_orders",
                columns: new[] { "org_id", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_listed_orders_org_id_state_activated_at",
                table: "listed_orders",
                columns: new[] { "org_id", "state", "activated_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "expected_amounts");

            migrationBuilder.DropTable(
                name: "listed_orders");
        }
    }
}
