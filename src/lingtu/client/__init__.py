"""The SDK. Its public names are those of `lingtu`: Client, Job, Signature, Retry, CanceledError, LingtuError.

httpx is imported by the first `Client` that is made, not by the import of this package.
"""
