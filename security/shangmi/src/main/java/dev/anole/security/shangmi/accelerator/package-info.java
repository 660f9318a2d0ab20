/**
 * Devices that do private-key operations, and the batching of them: the shape of an accelerator's driver, in Java.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>what is asked of a device</td><td>{@link dev.anole.security.shangmi.accelerator.KeyOperation}</td></tr>
 * <tr><td>what a vendor writes</td><td>{@link dev.anole.security.shangmi.accelerator.Device}, with
 *     {@link dev.anole.security.shangmi.accelerator.RequestRing} for its queue</td></tr>
 * <tr><td>what a program uses</td><td>{@link dev.anole.security.shangmi.accelerator.Accelerator}</td></tr>
 * <tr><td>without any device</td><td>{@link dev.anole.security.shangmi.accelerator.KeyOperationBatcher}</td></tr>
 * </table>
 *
 * <p>A device that is full, slow, silent or wrong costs time, never an answer: the operation is done in software then, and
 * the status says how often and why.
 */
package dev.anole.security.shangmi.accelerator;
