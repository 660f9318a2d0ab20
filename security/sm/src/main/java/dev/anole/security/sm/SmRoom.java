package dev.anole.security.sm;

import dev.anole.operation.Room;
import dev.anole.operation.Text;
import java.util.List;

/** What this room can do. */
public final class SmRoom {
    private SmRoom() {
    }

    /** The list. */
    public static Room room() {
        return new Room("security/sm", Text.of("ShangMi", "商密"), List.of(
            new SmStatus(),
            new SmSpeed(),
            new SmHash(),
            new SmSign(),
            new SmVerify(),
            new SmEncrypt(),
            new SmDecrypt(),
            new SmKeyCreate(),
            new SmKeyShow(),
            new SmCertRequest(),
            new SmCertShow(),
            new SmCertVerify(),
            new SmCaCreate(),
            new SmCaIssue()));
    }
}
