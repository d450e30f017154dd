/** JMH benchmarks, one class for each claim of speed, and {@link dev.mtls.benchmarks.Ratios}, which alternates two of them. */
package dev.mtls.benchmarks;
