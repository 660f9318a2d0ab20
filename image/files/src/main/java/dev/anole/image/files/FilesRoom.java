package dev.anole.image.files;

import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;

/** What this room can do. */
public final class FilesRoom {
    private FilesRoom() {
    }

    /** The list. */
    public static Room room() {
        return new Room("image/files", Text.of("Images", "映像"), List.of(
            new ImageBuild(),
            new ImageInspect(),
            new ImageList(),
            new ImageCat(),
            new ImageChecked(),
            new ImageDiff(),
            new ImageExtract()));
    }
}
