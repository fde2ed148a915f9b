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
        board.Put(first with { Id = "2" });
        board.Put(first with { Status = OrderStatus.Synced });

        Assert.Equal(["1 Synced", "2 Waiting"], board.Orders.Select(order => $"{order.Id} {order.Status}"));
        Assert.Equal(["1 Waiting", "2 Waiting", "1 Synced"], told);
        Assert.Null(board.Find("3"));
    }
}
