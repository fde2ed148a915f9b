namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Writes an answer in pieces, spread over a while.</summary>
internal sealed class SlowBody(Stream inner, TimeSpan whole) : Stream
{
    private const int Pieces = 10;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = Math.Max(1, (buffer.Length / Pieces) + 1);
        for (var at = 0; at < buffer.Length; at += size)
        {
            await Task.Delay(whole / Pieces, cancellationToken);
            await inner.WriteAsync(buffer[at..Math.Min(buffer.Length, at + size)], cancellationToken);
            await inner.FlushAsync(cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
