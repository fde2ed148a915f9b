using CpqBilling.Web.Orders;
using Xunit;

namespace CpqBilling.Web.Tests;

public sealed class OrderBoardTests
{
    [Fact]
    public void KnownOrder_IsReplacedInItsPlace_AndEveryChangeIsTold()
    {
        var board = new OrderBoard();
        var told = new List<string>();
        board.Changed += (_, order) => told.Add($"{order.Id} {order.Status}");
        var first = new BoardOrder("1", "00001", "Contoso", "seats", OrderStatus.Waiting);

        board.Put(first);
        board.Put(first with { Id = "2", Number = "00002" });
        board.Put(first with { Status = OrderStatus.Synced });

        Assert.Equal(["1 Synced", "2 Waiting"], board.Orders.Select(order => $"{order.Id} {order.Status}"));
        Assert.Equal(["1 Waiting", "2 Waiting", "1 Synced"], told);
        Assert.Null(board.Find("3"));
    }

    /// <summary>A service that starts again looks at its orders in any order.</summary>
    [Fact]
    public void Orders_StandByTheirNumbers_WhicheverWasSeenFirst()
    {
        var board = new OrderBoard();
        var order = new BoardOrder("c", "00010", "Contoso", "seats", OrderStatus.Waiting);

        board.Put(order);
        board.Put(order with { Id = "a", Number = "00011" });
        board.Put(order with { Id = "b", Number = "00009" });

        Assert.Equal(["b", "c", "a"], board.Orders.Select(known => known.Id));
    }
}
