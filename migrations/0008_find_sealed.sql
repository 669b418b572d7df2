-- What is sealed begins with the mark of its algorithms and, in two bytes, the number of the master key
-- that it is under. A rotation finds by these two bytes what is under older keys, in old rows as in new
-- ones, and no column beside them could say anything else.

CREATE INDEX body_key_seal ON body_key (substr(sealed_key, 2, 2));
CREATE INDEX blob_file_seal ON blob_file (substr(sealed_key, 2, 2));
CREATE INDEX import_seal ON import (substr(sealed_name, 2, 2));
CREATE INDEX import_finding_seal ON import_finding (substr(sealed, 2, 2));
