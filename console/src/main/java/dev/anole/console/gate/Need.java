package dev.anole.console.gate;

import dev.anole.operation.Role;
import java.util.Objects;

/** What a route asks of its caller. There is no route without one, so nothing is open by omission. */
public sealed interface Need {
    /** Anybody may call: the login page, the assets of pages. */
    record Nothing() implements Need {
    }

    /** Somebody who has proved who they are, a person or a program, with at least a role. */
    record Known(Role role) implements Need {
        public Known {
            Objects.requireNonNull(role, "role");
        }
    }

    /** A person in a browser, no program: what makes tokens, and what lets people in. */
    record InPerson(Role role) implements Need {
        public InPerson {
            Objects.requireNonNull(role, "role");
        }
    }

    Need NOTHING = new Nothing();
    Need VIEWER = new Known(Role.VIEWER);
    Need OPERATOR = new Known(Role.OPERATOR);
    Need ADMIN = new Known(Role.ADMIN);
    Need VIEWER_IN_PERSON = new InPerson(Role.VIEWER);
    Need ADMIN_IN_PERSON = new InPerson(Role.ADMIN);
}
