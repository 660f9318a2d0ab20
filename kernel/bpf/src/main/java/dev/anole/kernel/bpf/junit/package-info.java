/** Tests of BPF programs with JUnit: {@link dev.anole.kernel.bpf.junit.BpfTest}. Needs JUnit, which the rest does not. */
package dev.anole.kernel.bpf.junit;
