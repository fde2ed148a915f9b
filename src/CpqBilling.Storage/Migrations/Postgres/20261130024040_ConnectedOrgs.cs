using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CpqBilling.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ConnectedOrgs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "side",
                table: "connections",
                newName: "account");

            migrationBuilder.AlterColumn<byte[]>(
                name: "secret",
                table: "connections",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "bytea",
                oldNullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_primary",
                table: "connections",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "connections",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "installation",
                columns: table => new
                {
                    key = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_installation", x => x.key);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "installation");

            migrationBuilder.DropColumn(
                name: "is_primary",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "connections");

            migrationBuilder.RenameColumn(
                name: "account",
                table: "connections",
                newName: "side");

            migrationBuilder.AlterColumn<byte[]>(
                name: "secret",
                table: "connections",
                type: "bytea",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "bytea");
        }
    }
}
