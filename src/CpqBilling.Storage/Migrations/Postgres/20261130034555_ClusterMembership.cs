using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CpqBilling.Storage.Migrations.Postgres
{
    /// <summary>
    /// Where the nodes of a cluster find each other. Tables, columns, query keys and parameters are the contract of Orleans' ADO.NET provider, which
    /// makes nothing by itself; the queries are ours.
    /// </summary>
    public partial class ClusterMembership : Migration
    {
        private const string Tables = """
            CREATE TABLE OrleansQuery (
                QueryKey varchar(64) PRIMARY KEY,
                QueryText varchar(8000) NOT NULL
            );
            CREATE TABLE OrleansMembershipVersionTable (
                DeploymentId varchar(150) PRIMARY KEY,
                Timestamp timestamptz(3) NOT NULL DEFAULT now(),
                Version integer NOT NULL DEFAULT 0
            );
            CREATE TABLE OrleansMembershipTable (
                DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable,
                Address varchar(45) NOT NULL,
                Port integer NOT NULL,
                Generation integer NOT NULL,
                SiloName varchar(150) NOT NULL,
                HostName varchar(150) NOT NULL,
                Status integer NOT NULL,
                ProxyPort integer NULL,
                SuspectTimes varchar(8000) NULL,
                StartTime timestamptz(3) NOT NULL,
                IAmAliveTime timestamptz(3) NOT NULL,
                PRIMARY KEY(DeploymentId, Address, Port, Generation)
            );
            INSERT INTO OrleansQuery VALUES
            ('UpdateIAmAlivetimeKey', 'UPDATE OrleansMembershipTable
                SET IAmAliveTime=@IAmAliveTime
                WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation'),
            ('InsertMembershipVersionKey', 'WITH i AS (INSERT INTO OrleansMembershipVersionTable(DeploymentId)
                VALUES (@DeploymentId)
                ON CONFLICT DO NOTHING
                RETURNING 1)
                SELECT count(*)::int
                FROM i'),
            ('InsertMembershipKey', 'WITH v AS (UPDATE OrleansMembershipVersionTable
                SET Timestamp=now(), Version=Version+1
                WHERE DeploymentId=@DeploymentId AND Version=@Version AND NOT EXISTS (SELECT 1
                FROM OrleansMembershipTable
                WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation)
                RETURNING 1), m AS (INSERT INTO OrleansMembershipTable(DeploymentId,Address,Port,Generation,SiloName,HostName,Status,ProxyPort,StartTime,IAmAliveTime)
                SELECT @DeploymentId,@Address,@Port,@Generation,@SiloName,@HostName,@Status,@ProxyPort,@StartTime,@IAmAliveTime
                FROM v
                RETURNING 1)
                SELECT count(*)::int
                FROM m'),
            ('UpdateMembershipKey', 'WITH v AS (UPDATE OrleansMembershipVersionTable
                SET Timestamp=now(), Version=Version+1
                WHERE DeploymentId=@DeploymentId AND Version=@Version AND EXISTS (SELECT 1
                FROM OrleansMembershipTable
                WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation)
                RETURNING 1), m AS (UPDATE OrleansMembershipTable
                SET Status=@Status, SuspectTimes=@SuspectTimes, IAmAliveTime=@IAmAliveTime
                WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation AND EXISTS (SELECT 1
                FROM v)
                RETURNING 1)
                SELECT count(*)::int
                FROM m'),
            ('MembershipReadRowKey', 'SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version
                FROM OrleansMembershipVersionTable v
                LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId AND m.Address=@Address AND m.Port=@Port AND m.Generation=@Generation
                WHERE v.DeploymentId=@DeploymentId'),
            ('MembershipReadAllKey', 'SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version
                FROM OrleansMembershipVersionTable v
                LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId
                WHERE v.DeploymentId=@DeploymentId'),
            ('DeleteMembershipTableEntriesKey', 'WITH d AS (DELETE
                FROM OrleansMembershipTable
                WHERE DeploymentId=@DeploymentId) DELETE
                FROM OrleansMembershipVersionTable
                WHERE DeploymentId=@DeploymentId'),
            ('GatewaysQueryKey', 'SELECT Address,ProxyPort,Generation
                FROM OrleansMembershipTable
                WHERE DeploymentId=@DeploymentId AND Status=@Status AND ProxyPort>0'),
            ('CleanupDefunctSiloEntriesKey', 'DELETE
                FROM OrleansMembershipTable
                WHERE DeploymentId=@DeploymentId AND IAmAliveTime<@IAmAliveTime AND Status!=3');
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Tables);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("orleansmembershiptable");
            migrationBuilder.DropTable("orleansmembershipversiontable");
            migrationBuilder.DropTable("orleansquery");
        }
    }
}
