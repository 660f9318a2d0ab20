/**
 * The doors of the image libraries: {@code anole image …}.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>making</td><td>{@link dev.anole.image.files.ImageBuild}</td></tr>
 * <tr><td>looking</td><td>{@link dev.anole.image.files.ImageInspect}, {@link dev.anole.image.files.ImageList},
 *     {@link dev.anole.image.files.ImageCat}</td></tr>
 * <tr><td>judging</td><td>{@link dev.anole.image.files.ImageChecked}, {@link dev.anole.image.files.ImageDiff}</td></tr>
 * <tr><td>unpacking</td><td>{@link dev.anole.image.files.ImageExtract}</td></tr>
 * </table>
 *
 * <p>Images and trees are too large for the journal, so what makes one writes only to a name that is free, which
 * nothing has before it is whole: removing it takes it back.
 */
package dev.anole.image.files;
