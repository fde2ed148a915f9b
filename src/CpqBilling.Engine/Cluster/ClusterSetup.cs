using System.Net;
using System.Net.Sockets;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace CpqBilling.Engine.Cluster;

/// <summary>Orleans as we use it: a cluster of one on free loopback ports, or the nodes on one PostgreSQL database.</summary>
/// <remarks>Orleans spreads the work; the database keeps it right. Membership is tuned so that a killed or frozen node leaves within seconds.</remarks>
public static class ClusterSetup
{
    private const string Service = "cpqbilling";

    /// <exception cref="InstallationException">Nodes would talk in clear.</exception>
    public static void Configure(ISiloBuilder silo, Installation installation, NodeOptions node)
    {
        RefuseInClear(node);
        var (siloPort, gatewayPort) = (FreePort(node.Reached), FreePort(node.Reached));
        if (installation.Database.Kind == DatabaseKind.Postgres)
        {
            UseDatabase(silo, installation, node, siloPort, gatewayPort);
        }
        else
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: Service, clusterId: installation.Id);
        }

        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        });
        if (node.Certificate is not null)
        {
            UseTls(silo, node);
        }
    }

    /// <exception cref="InstallationException">Nodes would talk in clear.</exception>
    public static void RefuseInClear(NodeOptions node)
    {
        if (!IPAddress.IsLoopback(node.Reached) && node.Certificate is null)
        {
            throw new InstallationException(
                $"Nodes that reach each other at {node.Reached} need a certificate of their own: name it with clusterCertificate."
            );
        }
    }

    private static void UseDatabase(ISiloBuilder silo, Installation installation, NodeOptions node, int siloPort, int gatewayPort)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = installation.Id;
            cluster.ServiceId = Service;
        });
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = node.Reached;
            endpoint.SiloPort = siloPort;
            endpoint.GatewayPort = gatewayPort;
            endpoint.SiloListeningEndpoint = new IPEndPoint(node.Reached, siloPort);
            endpoint.GatewayListeningEndpoint = new IPEndPoint(node.Reached, gatewayPort);
        });
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = "Npgsql";
            clustering.ConnectionString = installation.Database.ConnectionString;
        });
    }

    /// <summary>Both sides show the certificate of the cluster and accept no other, but for the one that goes before or follows it.</summary>
    private static void UseTls(ISiloBuilder silo, NodeOptions node) =>
        silo.UseTls(
            node.Certificate!,
            tls =>
            {
                tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
                tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
                tls.RemoteCertificateValidation = (shown, _, _) => node.Accepts(shown);
                tls.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = Service;
            }
        );

    /// <summary>Two services on one machine do not meet by chance: each takes ports nobody has.</summary>
    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
