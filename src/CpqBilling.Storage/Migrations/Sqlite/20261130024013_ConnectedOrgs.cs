using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CpqBilling.Storage.Migrations.Sqlite
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
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "BLOB",
                oldNullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_primary",
                table: "connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "installation",
                columns: table => new
                {
                    key = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
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
                type: "BLOB",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "BLOB");
        }
    }
}
