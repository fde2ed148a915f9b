using System.Collections.Immutable;

namespace CpqBilling.Web.Orders;

/// <summary>All orders as of now, shared by whoever syncs and whoever looks; pages hear of every change.</summary>
public sealed class OrderBoard
{
    private readonly Lock _lock = new();
    private ImmutableArray<BoardOrder> _orders = [];

    /// <summary>Raised after every change with the order as it is now, on the thread that made it.</summary>
    public event EventHandler<BoardOrder>? Changed;

    /// <summary>By their numbers, whichever was seen first.</summary>
    public ImmutableArray<BoardOrder> Orders
    {
        get
        {
            lock (_lock)
            {
                return _orders;
            }
        }
    }

    public BoardOrder? Find(string id) => Orders.FirstOrDefault(order => order.Id == id);

    /// <summary>Adds an order or replaces what was known of it.</summary>
    public void Put(BoardOrder order)
    {
        lock (_lock)
        {
            var at = _orders.IndexOf(_orders.FirstOrDefault(known => known.Id == order.Id)!);
            _orders = at < 0 ? _orders.Add(order).Sort((one, other) => string.CompareOrdinal(one.Number, other.Number)) : _orders.SetItem(at, order);
        }

        Changed?.Invoke(this, order);
    }
}
